import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import type { Milliseconds, Seconds } from '@lmc/transport'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CacheView, MemcachedClient } from '../src/index.ts'
import { heavyTransports } from './environments.ts'

// Figures of `docs/scaling.md`.
const IS_LONG = process.env['LMC_LONG'] === '1'
const PROCESSES = IS_LONG ? 8 : 4
const INCREMENTS = IS_LONG ? 10_000 : 1000
const UPDATES = IS_LONG ? 500 : 50
const KEYS = IS_LONG ? 10_000 : 2000
/** The timeout of calls on a machine that is busy with other tests. */
const PATIENCE: Milliseconds = 10_000
const LIFETIME: Seconds = IS_LONG ? 9 : 3

const run = async (name: string, options: object): Promise<string> => {
  const program = fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(options)])
  return stdout
}

describe.each(heavyTransports)(`${PROCESSES} processes over $name`, ({ module, name, open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeEach(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({
      transport: open([server.address], PATIENCE),
      trackKeys: true,
      failures: 'throw',
    })
  })
  afterEach(async () => {
    await cache.close()
    await server.stop()
  })

  const inEach = (program: string, options: (own: number) => object): Promise<string[]> =>
    Promise.all(
      Array.from({ length: PROCESSES }, (_, own) =>
        run(program, { module, name, server: server.address, ...options(own) }),
      ),
    )

  it(`that increment one missing key ${INCREMENTS} times each count to ${PROCESSES * INCREMENTS}`, async () => {
    await inEach('count', () => ({ key: 'count', times: INCREMENTS, atOnce: 32 }))
    await expect(cache.get('count')).resolves.toBe(PROCESSES * INCREMENTS)
    await expect(cache.keys()).resolves.toEqual(['count'])
  })

  it(`that update one value ${UPDATES} times each make ${PROCESSES * UPDATES} changes, without a loss`, async () => {
    const totals = await inEach('update', (own) => ({ key: 'value', own, times: UPDATES }))
    const by = Object.fromEntries(Array.from({ length: PROCESSES }, (_, own) => [own, UPDATES]))
    await expect(cache.get('value')).resolves.toEqual({ total: PROCESSES * UPDATES, by })
    const seen = new Set(totals.flatMap((text) => JSON.parse(text) as number[]))
    expect(seen.size).toBe(PROCESSES * UPDATES)
  })
})

describe.each(heavyTransports)('a client over $name', ({ open }) => {
  const keys = Array.from({ length: KEYS }, (_, key) => key)

  /**
   * Resolves to whether this process had enough time: a value that is touched too late has rightly expired.
   */
  const keepAlive = async (cache: CacheView): Promise<boolean> => {
    const third = (LIFETIME * 1000) / 3
    let touchedAt = Date.now()
    await cache.setMany(keys.map((key) => [key, key]))
    for (let turn = 1; turn <= 9; turn++) {
      await sleep(touchedAt + third - Date.now())
      const startedAt = Date.now()
      const touched = await Promise.all(keys.map((key) => cache.touch(key, LIFETIME)))
      if (Date.now() - touchedAt > 2 * third) return false
      touchedAt = startedAt
      expect(touched).not.toContain(false)
    }
    return true
  }

  it(`that touches ${KEYS} keys for three lifetimes keeps them all, and can list and drop them`, async () => {
    const server = await startMemcached()
    const client = new MemcachedClient({
      transport: open([server.address], PATIENCE),
      trackKeys: true,
      failures: 'throw',
    })
    const cache = client.view({ namespace: 'touched', lifetime: LIFETIME })
    for (let tries = 1; !(await keepAlive(cache)); tries++) expect(tries).toBeLessThan(5)
    const listed = await cache.keys()
    expect(listed.map(Number).toSorted((one, other) => one - other)).toEqual(keys)
    await expect(cache.invalidateNamespace()).resolves.toBe(KEYS)
    await expect(cache.hasMany(keys)).resolves.toEqual(new Set())
    await expect(cache.keys()).resolves.toEqual([])
    await client.close()
    await server.stop()
  })
})
