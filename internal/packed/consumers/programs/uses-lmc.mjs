// The program to bundle. Prints its result.
import { MemcachedClient } from '@lmc/client'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'

const transports = [new MemoryTransport(), new MetaTransport({ servers: [process.env.MEMCACHED] })]
const work = transports.map(async (transport) => {
  const cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  await cache.set({ bundled: 1 }, ['yes'])
  const found = await cache.get({ bundled: 1 })
  const keys = await cache.keys()
  await cache.close()
  return [found, keys]
})
void Promise.all(work).then((found) => process.stdout.write(JSON.stringify(found)))
