import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { hold } from './hold.ts'

let server: MemcachedServer
let transport: MetaTransport

beforeAll(async () => {
  server = await startMemcached()
})

afterAll(() => server.stop())

afterEach(() => transport.close())

const moments: readonly [string, (work: () => void) => void][] = [
  ['in the same tick', (work) => work()],
  ['in the next tick', (work) => process.nextTick(work)],
  ['in the next turn', (work) => void setImmediate(work)],
  ['by a timer', (work) => void setTimeout(work, 0)],
  [
    'in each of the next ten turns',
    (work) => {
      let turns = 0
      const again = (): void => {
        work()
        if (++turns < 10) setImmediate(again)
      }
      setImmediate(again)
    },
  ],
]

describe('MetaTransport, when the event loop is held', () => {
  it.each(moments)('makes the first call of a process succeed, held %s', async (_, later) => {
    transport = new MetaTransport({ servers: [server.address], timeout: 400, connectTimeout: 200 })
    const call = transport.get('absent')
    later(() => hold(700))
    expect(await call).toBe(undefined)
  })

  it.each(moments.slice(0, 4))('makes a large value arrive, held %s', async (_, later) => {
    transport = new MetaTransport({ servers: [server.address], timeout: 400 })
    const value = new Uint8Array(900_000)
    await transport.set('large', value)
    const call = transport.get('large')
    later(() => hold(700))
    expect((await call)?.value.length).toBe(value.length)
  })
})
