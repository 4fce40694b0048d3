import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerFaults } from './faults/answer-faults.ts'
import type { Fault } from './faults/fault.ts'
import { type FaultProxy, startFaultProxy } from './faults/fault-proxy.ts'
import { lifeFaults } from './faults/life-faults.ts'
import { bareMemjs, memjsTransport, type Way } from './faults/subject.ts'
import { wireFaults } from './faults/wire-faults.ts'

let server: MemcachedServer
let proxy: FaultProxy

beforeEach(async () => {
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  server = await startMemcached()
  proxy = await startFaultProxy(server.port)
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await proxy.stop()
  await server.stop()
})

async function look(way: Way, { special, environment = {}, look: see }: Fault): Promise<unknown> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const subject = way.open(proxy.address, special)
  try {
    return await see({ way, subject, server, proxy })
  } finally {
    await subject.close()
  }
}

// The first of each two proves that the fault is one, and that what the second sees means something.
describe.each([...answerFaults, ...wireFaults, ...lifeFaults])('$name', (fault) => {
  it('is so in memjs', async () => expect(await look(bareMemjs, fault)).toEqual(fault.bare))

  it('is not so in MemjsTransport', async () =>
    expect(await look(memjsTransport, fault)).toEqual(fault.mended))
})
