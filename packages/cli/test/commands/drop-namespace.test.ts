import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TerminalRun } from '../running/on-terminal.ts'

const KEYS = 200_000

let server: MemcachedServer
let cache: MemcachedClient

beforeAll(async () => {
  server = await startMemcached({ args: ['-m', '512'] })
  const transport = new MetaTransport({ servers: [server.address], timeout: 30_000 })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw', defaultNamespace: 'users' })
})
afterAll(async () => {
  await cache.close()
  await server.stop()
})

async function fill(): Promise<void> {
  for (let from = 0; from < KEYS; from += 20_000)
    await cache.setMany(Array.from({ length: 20_000 }, (_, at) => [`key ${from + at}`, 1]))
  await cache.set('other', 1, { namespace: 'others' })
}

describe('lmc invalidate of a namespace of 200,000 keys', () => {
  it('drops them all and nothing else, with a bar while that takes longer than a second', async () => {
    await fill()
    const run = new TerminalRun(['invalidate', '--namespace', 'users'], { MEMCACHED_SERVERS: server.address })
    await run.until('with 200,000 listed keys?')
    const start = performance.now()
    run.type('y')
    expect(await run.end()).toBe(0)
    const took = performance.now() - start
    expect(run.shown).toContain('Dropped 200,000 values')
    // The bar comes after a second; the end of the process takes its part of what was measured.
    if (took > 3000) expect(run.shown).toMatch(/Dropping [█░]+ \d+ % \| \d+ of 200000/)
    expect(await cache.keys('users')).toEqual([])
    expect(await cache.keys('others')).toEqual(['other'])
  })

  it('stops at Ctrl-C, and a second run drops the rest', async () => {
    await fill()
    const env = { MEMCACHED_SERVERS: server.address }
    const run = new TerminalRun(['invalidate', '--namespace', 'users'], env)
    await run.until('listed keys?')
    run.type('y')
    const before = await cache.transport.statistics()
    const deletes = Number(before[0]?.statistics['delete_hits'])
    for (;;) {
      const [entry] = await cache.transport.statistics()
      if (Number(entry?.statistics['delete_hits']) > deletes) break
    }
    run.type('\u0003')
    expect(await run.end()).toBe(130)
    const left = await cache.keys('users')
    expect(left.length).toBeGreaterThan(0)
    const again = new TerminalRun(['invalidate', '--namespace', 'users', '--yes'], env)
    expect(await again.end()).toBe(0)
    expect(await cache.keys('users')).toEqual([])
  })
})
