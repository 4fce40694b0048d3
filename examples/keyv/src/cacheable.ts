import { KeyvMemcached } from '@lmc/keyv'
import { Cacheable } from 'cacheable'
import { Keyv } from 'keyv'

const servers = process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211'

/** A process with memory of its own before a memcached that all share. */
function open(): Cacheable {
  return new Cacheable({ secondary: new Keyv(new KeyvMemcached({ servers }), { namespace: 'prices' }) })
}

const [here, there] = [open(), open()]
let loads = 0
const load = async (): Promise<number> => {
  loads++
  return 42
}

console.log(await here.getOrSet('price', load, { ttl: '1m' })) // 42, loaded
console.log(await here.getOrSet('price', load, { ttl: '1m' })) // 42, from memory
console.log(await there.getOrSet('price', load, { ttl: '1m' })) // 42, from memcached
console.log(loads) // 1

await here.delete('price')
await Promise.all([here.disconnect(), there.disconnect()])
