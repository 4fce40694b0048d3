import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import { isOwnItem, MemcachedClient } from '../src/index.ts'

it('isOwnItem() says of a dump which items are lists of keys, generations and permits, and which are values', async () => {
  const transport = new MemoryTransport()
  const cache = new MemcachedClient({ transport, trackKeys: true })
  await cache.set('page', 1, { dependencies: ['a'], sharedDependencies: ['b'] })
  await cache.set('lmc-index', 2, { raw: true })
  const dump: string[] = []
  await cache.getOrSet('stale', () => 1, { lifetime: 1, staleFor: 60 })
  for await (const key of transport.dumpKeys()) dump.push(key)
  const values = dump.filter((key) => !isOwnItem(key))
  expect(values.toSorted()).toEqual(
    ['lmc-index', cache.memcachedKey('page'), cache.memcachedKey('stale')].toSorted(),
  )
  const prefixes = new Set(dump.filter(isOwnItem).map((key) => key.replace(/:.*/, ':')))
  expect(prefixes).toEqual(new Set(['lmc-index:', 'lmc-dependency:', 'lmc-shared:']))
  expect(isOwnItem(`lmc-permit:${cache.memcachedKey('stale')}`)).toBe(true)
  await cache.close()
})
