import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, MemcachedClient } from '../src/index.ts'
import { networkTransports } from './environments.ts'

describe.each(networkTransports)('keys() over $name, on a server without compare-and-set', ({ open }) => {
  let server: MemcachedServer
  beforeEach(async () => {
    server = await startMemcached({ args: ['-C'] })
  })
  afterEach(() => server.stop())

  it('are all listed, with one line each, and the fault is reported once', async () => {
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: open([server.address]),
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    const keys = Array.from({ length: 10_000 }, (_, index) => `key ${index}`)
    for (let round = 0; round < 3; round++)
      for (let start = 0; start < keys.length; start += 100)
        await cache.setMany(keys.slice(start, start + 100).map((key) => [key, round]))
    const listed = await cache.keys()
    expect(listed.map(String).toSorted()).toEqual(keys.toSorted())
    const [size] = await cache.namespaces()
    expect(size?.bytes).toBeLessThan(3 * keys.length * 'kabcde000 0 "key 12345"\n'.length)
    const codes = failures.map(({ error }) =>
      error instanceof Error && 'code' in error ? error.code : error,
    )
    expect(codes).toEqual(['no-cas'])
    await cache.close()
  }, 60_000)
})
