import { MemcachedClient } from '@lmc/client'
import { same } from './same.mjs'

/** Uses a client over a transport for what most programs do, and closes it. */
export async function useClient(transport, name) {
  const cache = new MemcachedClient({
    transport,
    trackKeys: true,
    defaultNamespace: name,
    failures: 'throw',
  })
  await cache.invalidateAll()
  await cache.set({ user: 7 }, { name: 'Ada', tags: ['math'] }, { lifetime: 60 })
  await cache.set('greeting', 'Grüße, 世界')
  await cache.set('bytes', Uint8Array.of(0, 255))
  same(await cache.get({ user: 7 }), { name: 'Ada', tags: ['math'] })
  same(await cache.get('greeting'), 'Grüße, 世界')
  same([...(await cache.get('bytes'))], [0, 255])
  same(await cache.get('nothing'), undefined)
  same([...(await cache.getMany(['greeting', 'nothing']))], [['greeting', 'Grüße, 世界']])

  const options = { lifetime: 60, staleFor: 60, dependencies: ['products'] }
  let loads = 0
  const load = async () => ++loads
  same(await Promise.all([1, 2, 3].map(() => cache.getOrSet('loaded', load, options))), [1, 1, 1])
  await cache.invalidateDependents(['products'])
  same(await cache.getOrSet('loaded', load, options), 2)

  same(await cache.increment('count', 5, { initial: 10 }), 10)
  same(await cache.increment('count', 5), 15)
  same(await cache.update('greeting', (text) => String(text) + '!'), 'Grüße, 世界!')
  same((await cache.keys()).map((key) => JSON.stringify(key)).toSorted(), [
    '"bytes"',
    '"count"',
    '"greeting"',
    '"loaded"',
    '{"user":7}',
  ])
  await cache.invalidateMany(['bytes', 'count'])
  same((await cache.keys()).length, 3)
  await cache.invalidateNamespace(name)
  same(await cache.keys(), [])
  same(cache.counters.failures, 0)
  await cache.close()
}
