import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../src/contenders/floor.ts'
import { LimitClient } from '../../src/contenders/limit-client.ts'
import { clients } from '../../src/suites/clients.ts'
import type { Exchange } from '../../src/workloads/exchange.ts'

let server: MemcachedServer
let client: LimitClient
let transport: MetaTransport

beforeAll(async () => {
  server = await startMemcached()
  transport = new MetaTransport({ servers: [server.address] })
  client = await LimitClient.open(server.address)
})

afterAll(async () => {
  client.close()
  await transport.close()
  await server.stop()
})

/** How many gets and sets the server has carried out. */
async function count(): Promise<number> {
  const [found] = await transport.statistics()
  return Number(found?.statistics['cmd_get']) + Number(found?.statistics['cmd_set'])
}

describe('LimitClient', () => {
  it.each([
    ['get', 1, 1],
    ['get', 64, 1],
    ['set', 1000, 1],
    ['set-10k', 64, 1],
    ['get-many', 64, 100],
  ])('makes as many calls of %s as it is told, with %i in flight', async (name, inFlight, each) => {
    const session = await floor.open([server.address])
    const workload = clients.workloads.find((one) => one.name === name)
    const job = await workload?.prepare(session, 'limit')
    const run = await client.prepare(job?.exchange as Exchange, inFlight)
    const before = await count()
    await run(2500)
    expect((await count()) - before).toBe(2500 * each)
    await session.close()
  })

  it('refuses a server that answers something else', async () => {
    const exchange = { distinct: 1, command: () => 'mg limit:nothing v\r\n', reply: () => 'VA 1\r\na\r\n' }
    const short = { ...exchange, reply: () => 'HD\r\n' }
    await expect(client.prepare(short, 1)).rejects.toThrow('wrong answer: "EN\\r\\n"')
  })
})
