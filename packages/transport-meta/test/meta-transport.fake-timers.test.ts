import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { patient } from './patient.ts'

const value = new TextEncoder().encode('here')

let server: MemcachedServer
const cleanUp: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startMemcached()
})

afterAll(() => server.stop())

afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(cleanUp.splice(0).map((step) => step()))
})

function open(...args: ConstructorParameters<typeof MetaTransport>): MetaTransport {
  const transport = new MetaTransport(...args)
  cleanUp.push(() => transport.close())
  return transport
}

const fakes = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
  'queueMicrotask',
] as const

describe('MetaTransport, with faked timers', () => {
  it('answers calls on a connection that it makes then, and afterwards', async () => {
    const transport = open({ servers: [server.address], ...patient })
    vi.useFakeTimers({ toFake: [...fakes] })
    expect(await transport.set('k', value)).toBe(true)
    expect((await transport.getMany(['k', 'absent'])).size).toBe(1)
    vi.useRealTimers()
    expect(await transport.get('k')).toBeDefined()
  })

  it('settles calls to a server that is down, to one that is silent, and those of a closed transport', async () => {
    const down = open({ servers: [`127.0.0.1:${await freePort()}`] })
    const frozen = await startMemcached()
    cleanUp.push(() => frozen.stop())
    const silent = open({ servers: [frozen.address], timeout: 100 })
    await silent.set('k', value)
    await frozen.freeze()
    vi.useFakeTimers({ toFake: [...fakes] })
    for (let round = 0; round < 3; round++)
      await expect(down.get('k')).rejects.toMatchObject({ code: 'connection' })
    await expect(silent.get('k')).rejects.toMatchObject({ code: 'timeout' })
    await expect(silent.getMany(['k'])).rejects.toMatchObject({ code: 'connection' })
    await Promise.all([silent.close(), down.close()])
    await expect(silent.get('k')).rejects.toMatchObject({ code: 'closed' })
  })

  it('settles all calls with nextTick faked as well, and goes on when the real one is back', async () => {
    const transport = open({ servers: [server.address], timeout: 2000 })
    const down = open({ servers: [`127.0.0.1:${await freePort()}`] })
    vi.useFakeTimers({ toFake: [...fakes] })
    // vitest does not fake it in a process of its own. What is held back runs later: messages between the
    // processes of vitest come by ticks as well.
    const held: (() => void)[] = []
    const nextTick = vi
      .spyOn(process, 'nextTick')
      .mockImplementation((callback, ...args) => held.push(() => callback(...args)))
    await Promise.allSettled([
      transport.set('k', value),
      transport.get('k'),
      transport.getMany(['k']),
      down.get('k'),
    ])
    nextTick.mockRestore()
    vi.useRealTimers()
    for (const tick of held) process.nextTick(tick)
    while (!(await transport.set('k', value).catch(() => false))) await sleep(5)
    expect(await transport.get('k')).toBeDefined()
  })
})
