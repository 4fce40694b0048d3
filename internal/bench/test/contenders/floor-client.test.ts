import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FloorClient } from '../../src/contenders/floor-client.ts'

let server: MemcachedServer
let client: FloorClient

beforeAll(async () => {
  server = await startMemcached()
  client = await FloorClient.open(server.address)
})

afterAll(async () => {
  client.close()
  await server.stop()
})

function bytesOf(i: number, length: number): Buffer {
  return Buffer.alloc(length, `${i}\r\nEN\r\nVA `)
}

/** Compares bytes fast: `toEqual` would compare them one by one in JavaScript. */
function expectBytes(answer: unknown, expected: Buffer | undefined): void {
  if (expected === undefined || !Buffer.isBuffer(answer)) expect(answer).toBe(expected)
  else expect(answer.equals(expected)).toBe(true)
}

describe('FloorClient', () => {
  it('resolves to undefined for a key that holds nothing', async () => {
    expect(await client.get('nothing')).toBeUndefined()
  })

  it.each([0, 1, 100, 10_240, 300_000, 1_000_000])('returns the %i bytes that were set', async (length) => {
    expect(await client.set('value', bytesOf(1, length))).toBe(true)
    expectBytes(await client.get('value'), bytesOf(1, length))
  })

  it('gives each of 2000 mixed calls of one tick its own answer: sets, hits and misses', async () => {
    await Promise.all(Array.from({ length: 500 }, (_, i) => client.set(`mixed:${i}`, bytesOf(i, i * 20))))
    const answers = await Promise.all(
      Array.from({ length: 2000 }, (_, i) =>
        i % 3 === 0 ? client.set(`set:${i}`, bytesOf(i, 50)) : client.get(`mixed:${i % 700}`),
      ),
    )
    answers.forEach((answer, i) => {
      const at = i % 700
      if (i % 3 === 0) expect(answer).toBe(true)
      else expectBytes(answer, at < 500 ? bytesOf(at, at * 20) : undefined)
    })
  })

  it('keeps a value unchanged while later replies arrive', async () => {
    await client.set('early', bytesOf(1, 200))
    const early = await client.get('early')
    for (let i = 0; i < 20; i++) await client.set('late', bytesOf(2, 50_000)).then(() => client.get('late'))
    expectBytes(early, bytesOf(1, 200))
  })

  it('gets many in the order of the keys', async () => {
    await Promise.all([client.set('a', bytesOf(1, 10)), client.set('b', bytesOf(2, 10))])
    expect(await client.getMany(['b', 'nothing', 'a'])).toEqual([bytesOf(2, 10), undefined, bytesOf(1, 10)])
  })
})
