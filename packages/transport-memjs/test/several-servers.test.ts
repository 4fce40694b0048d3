import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import memjs from 'memjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { rejectionOf } from './rejection-of.ts'

const keys = Array.from({ length: 300 }, (_, index) => `key:${index}`)

let running: MemcachedServer[]
let addresses: string[]
let transport: MemjsTransport

beforeEach(async () => {
  running = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
  addresses = running.map(({ address }) => address)
  transport = new MemjsTransport({ servers: addresses, timeout: 20_000, connectTimeout: 20_000 })
})

afterEach(async () => {
  await transport.close()
  await Promise.all(running.map(async (server) => server.stop()))
})

describe('MemjsTransport over three servers', () => {
  it('finds the keys where memjs has put them, and puts them where memjs finds them', async () => {
    const client = memjs.Client.create(addresses.join(','))
    for (const key of keys) await client.set(key, `memjs ${key}`, {})
    for (const key of keys) expect((await transport.get(key))?.value).toEqual(bytesOf(`memjs ${key}`))
    for (const key of keys) await transport.set(key, bytesOf(`transport ${key}`))
    for (const key of keys) expect(String((await client.get(key)).value)).toBe(`transport ${key}`)
    client.close()
  })

  it('uses all of them', async () => {
    await Promise.all(keys.map(async (key) => transport.set(key, bytesOf(key))))
    const counts = (await transport.statistics()).map(({ statistics }) => Number(statistics['curr_items']))
    expect(Math.min(...counts)).toBeGreaterThan(50)
    expect(counts.reduce((sum, count) => sum + count)).toBe(keys.length)
  })

  describe('of which one is dead', () => {
    beforeEach(async () => {
      await Promise.all(keys.map(async (key) => transport.set(key, bytesOf(key))))
      await running[1]?.stop()
    })

    it('fails for its keys, and for no others', async () => {
      const outcomes = await Promise.allSettled(keys.map(async (key) => transport.get(key)))
      const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
      expect(failed.length).toBeGreaterThan(50)
      expect(failed.length).toBeLessThan(keys.length - 100)
      for (const { reason } of failed)
        expect(reason).toMatchObject({ code: 'connection', server: addresses[1] })
      expect(outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value === undefined)).toBe(
        false,
      )
    })

    it('rejects getMany and hasMany with what the others gave', async () => {
      const outcomes = await Promise.allSettled(keys.map(async (key) => transport.get(key)))
      const alive = keys.filter((_, index) => outcomes[index]?.status === 'fulfilled')
      const getting = await rejectionOf(transport.getMany(keys))
      expect(getting).toMatchObject({ code: 'connection', server: addresses[1], command: 'getMany' })
      expect(getting.partial).toEqual(new Map(alive.map((key) => [key, { value: bytesOf(key), flags: 0 }])))
      const having = await rejectionOf(transport.hasMany(keys))
      expect(having).toMatchObject({ code: 'connection', server: addresses[1], command: 'hasMany' })
      expect(having.partial).toEqual(new Set(alive))
    })

    it('flushes the others, and rejects', async () => {
      expect(await rejectionOf(transport.flush())).toMatchObject({ code: 'connection', server: addresses[1] })
      const left = await rejectionOf(transport.getMany(keys))
      expect(left.partial).toEqual(new Map())
    })

    it('has an error in its entry of the statistics', async () => {
      const entries = await transport.statistics()
      expect(entries.map(({ server }) => server)).toEqual(addresses)
      expect(entries.map(({ error }) => error !== undefined)).toEqual([false, true, false])
      expect(entries[1]?.statistics).toEqual({})
    })

    it('uses it again as soon as it is back', async () => {
      await rejectionOf(transport.getMany(keys))
      running[1] = await startMemcached({ port: running[1]?.port ?? 0 })
      const hits = await transport.getMany(keys)
      expect(hits.size).toBeGreaterThan(100)
      expect(hits.size).toBeLessThan(keys.length)
    })
  })
})

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
