import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import type { Seconds } from '@lmc/transport'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'
import { networkTransports } from './environments.ts'

// Known figures: `docs/scaling.md` has them.
const PROCESSES = 8
const INCREMENTS = 10_000
const UPDATES = 500
const IS_LONG = process.env['LMC_LONG'] === '1'
const KEYS = IS_LONG ? 10_000 : 2000
const LIFETIME: Seconds = IS_LONG ? 9 : 3

const run = async (name: string, options: object): Promise<string> => {
  const program = fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(options)])
  return stdout
}

describe.each(networkTransports)('8 processes over $name', ({ module, name, open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeEach(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({ transport: open([server.address]), trackKeys: true, failures: 'throw' })
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

  it('that increment one key 10,000 times each, from nothing, count to 80,000', async () => {
    await inEach('count', () => ({ key: 'count', times: INCREMENTS, atOnce: 32 }))
    await expect(cache.get('count')).resolves.toBe(PROCESSES * INCREMENTS)
    await expect(cache.keys()).resolves.toEqual(['count'])
  })

  it('that update one value 500 times each make 4,000 changes, and none is lost', async () => {
    const totals = await inEach('update', (own) => ({ key: 'value', own, times: UPDATES }))
    const by = Object.fromEntries(Array.from({ length: PROCESSES }, (_, own) => [own, UPDATES]))
    await expect(cache.get('value')).resolves.toEqual({ total: PROCESSES * UPDATES, by })
    const seen = new Set(totals.flatMap((text) => JSON.parse(text) as number[]))
    expect(seen.size).toBe(PROCESSES * UPDATES)
  })

  it(`that touch ${KEYS} keys of a namespace for three lifetimes keep them all, listed and droppable`, async () => {
    const count = KEYS / PROCESSES
    await cache.set('untouched', 1, { namespace: 'touched', lifetime: LIFETIME })
    await inEach('touch', (own) => ({ namespace: 'touched', first: own * count, count, lifetime: LIFETIME }))
    const keys = Array.from({ length: KEYS }, (_, key) => key)
    const listed = await cache.keys('touched')
    expect(listed.map(Number).toSorted((one, other) => one - other)).toEqual(keys)
    await expect(cache.invalidateNamespace('touched')).resolves.toBe(KEYS)
    await expect(cache.hasMany(keys, { namespace: 'touched' })).resolves.toEqual(new Set())
    await expect(cache.keys('touched')).resolves.toEqual([])
  })
})
