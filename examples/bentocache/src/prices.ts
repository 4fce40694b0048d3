import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'
import { memcachedDriver } from './memcached-driver.ts'

const servers = [process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211']
const client = new MemcachedClient({ transport: new MetaTransport({ servers }), trackKeys: true })

/** A process with memory of its own before a memcached that all share. */
function open(): BentoCache<{ prices: ReturnType<typeof bentostore> }> {
  const prices = bentostore()
    .useL1Layer(memoryDriver({ maxItems: 1000 }))
    .useL2Layer(memcachedDriver(client))
  return new BentoCache({ default: 'prices', prefix: 'shop', stores: { prices } })
}

const [here, there] = [open(), open()]
let loads = 0
const factory = async (): Promise<number> => {
  loads++
  return 42
}

console.log(await here.getOrSet({ key: 'price', factory, ttl: '1m' })) // 42, loaded
console.log(await here.getOrSet({ key: 'price', factory, ttl: '1m' })) // 42, from memory
console.log(await there.getOrSet({ key: 'price', factory, ttl: '1m' })) // 42, from memcached
console.log(loads) // 1

await here.clear()
console.log(await client.keys('bentocache')) // []
await client.close()
