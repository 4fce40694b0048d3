import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { chooseTransport } from './choose-transport.ts'

/** Prints a call and its answer in one line. The answers of all calls are in one column. */
function show(call: string, answer: unknown): void {
  console.log(`  ${call.padEnd(42)} ${inspect(answer, { breakLength: Infinity })}`)
}

const { transport, where } = await chooseTransport()
console.log(`lmc quickstart, in ${where}`)

const cache = new MemcachedClient({
  transport,
  // A namespace for this run, apart from other keys in the same memcached.
  defaultNamespace: `quickstart ${process.pid}`,
  trackKeys: true,
  onFailure: ({ operation, error }) => console.log(`  (${operation} failed: ${error.message})`),
})

console.log('\nLoad: once, however many callers ask at the same time')
let loads = 0
const loadUser = async (): Promise<object> => {
  await sleep(100) // a slow query
  loads++
  return { name: 'Ada', tags: ['math', 'code'] }
}
const callers = Array.from({ length: 100 }, async () => cache.getOrSet({ user: 7 }, loadUser))
const [user] = await Promise.all(callers)
show('100 × getOrSet({ user: 7 }, loadUser)', user)
show('calls of loadUser', loads)

console.log('\nStore and read: any value under any key')
show("set('greeting', 'Grüße, 世界 👋')", await cache.set('greeting', 'Grüße, 世界 👋'))
show("get('greeting')", await cache.get('greeting'))
show("get('nothing')", await cache.get('nothing'))

console.log('\nList: the keys that are in the cache')
await cache.set('soon gone', 1, { lifetime: 2 })
show('keys()', await cache.keys())

console.log('\nExpire: a lifetime of 2 seconds, 3 seconds later')
await sleep(3000)
show("get('soon gone')", await cache.get('soon gone'))
show('keys()', await cache.keys())

console.log('\nNamespaces: the same key, another value')
await cache.set('greeting', 'hello', { namespace: `${cache.defaultNamespace} en` })
show(
  "get('greeting', { namespace: 'en' })",
  await cache.get('greeting', { namespace: `${cache.defaultNamespace} en` }),
)
show("get('greeting')", await cache.get('greeting'))

console.log('\nInvalidate')
show("invalidate('greeting')", await cache.invalidate('greeting'))
show("get('greeting')", await cache.get('greeting'))
show('keys()', await cache.keys())

console.log('\nDependencies: all values of a product are dropped together')
await cache.set('page of product 7', '<h1>Lamp</h1>', { dependencies: ['product 7'] })
show("get('page of product 7')", await cache.get('page of product 7'))
show("invalidateDependents(['product 7'])", await cache.invalidateDependents(['product 7']))
show("get('page of product 7')", await cache.get('page of product 7'))

console.log('\nOutage: nothing listens at the address of memcached')
const alone = new MemcachedClient({
  transport: new MetaTransport({ servers: ['127.0.0.1:1'] }),
  onFailure: ({ operation, error }) => console.log(`  (${operation} failed: ${error.message})`),
})
show("get('greeting')", await alone.get('greeting'))
show('getOrSet({ user: 7 }, loadUser)', await alone.getOrSet({ user: 7 }, loadUser))
await alone.close()

console.log('\nStatistics')
for (const { server, statistics } of await cache.getStatistics()) {
  const { curr_items, get_hits, get_misses, version } = statistics
  show(server, { version, curr_items, get_hits, get_misses })
}

await cache.invalidateMany(await cache.keys())
await cache.invalidate('greeting', { namespace: `${cache.defaultNamespace} en` })
await cache.close()
