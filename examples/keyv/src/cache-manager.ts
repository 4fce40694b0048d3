import { KeyvMemcached } from '@lmc/keyv'
import { createCache } from 'cache-manager'
import { Keyv } from 'keyv'

const servers = process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211'
const stores = [new Keyv(new KeyvMemcached({ servers }), { namespace: 'reports' })]
const cache = createCache({ stores, ttl: 60_000 })

let made = 0
const makeReport = async (): Promise<string> => `report ${++made}`

console.log(await cache.wrap('today', makeReport)) // report 1: nothing was there
console.log(await cache.wrap('today', makeReport)) // report 1: from memcached

await cache.mset([
  { key: 'a', value: 1 },
  { key: 'b', value: 2 },
])
console.log(await cache.mget(['a', 'b', 'none'])) // [ 1, 2, undefined ]

await cache.clear() // only this namespace
console.log(await cache.wrap('today', makeReport)) // report 2
await cache.disconnect()
