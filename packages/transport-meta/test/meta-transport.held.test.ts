import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'

let server: MemcachedServer
let transport: MetaTransport

beforeAll(async () => {
  server = await startMemcached()
})

afterAll(() => server.stop())

afterEach(() => transport.close())

/** How often the loop is held in a row. */
const TURNS = process.env['LMC_LONG'] === '1' ? 10 : 3

const moments: readonly [string, (work: () => void) => void][] = [
  ['in the same tick', (work) => work()],
  ['in the next tick', (work) => process.nextTick(work)],
  ['in the next turn', (work) => void setImmediate(work)],
  ['by a timer', (work) => void setTimeout(work, 0)],
  [
    `in each of the next ${TURNS} turns`,
    (work) => {
      let turns = 0
      const again = (): void => {
        work()
        if (++turns < TURNS) setImmediate(again)
      }
      setImmediate(again)
    },
  ],
]

describe('MetaTransport, when the event loop is held', () => {
  it.each(moments)('makes the first call of a process succeed, held %s', async (_, later) => {
    transport = new MetaTransport({ servers: [server.address], timeout: 1000, connectTimeout: 600 })
    const call = transport.get('absent')
    later(() => holdLoop(1500))
    expect(await call).toBe(undefined)
  })

  it.each(moments.slice(0, 4))('makes a large value arrive, held %s', async (_, later) => {
    transport = new MetaTransport({ servers: [server.address], timeout: 1000 })
    const value = new Uint8Array(900_000)
    await transport.set('large', value)
    const call = transport.get('large')
    later(() => holdLoop(1500))
    expect((await call)?.value.length).toBe(value.length)
  })
})
