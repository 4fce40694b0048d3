// Sets the keys that its arguments name, from another process or another thread than the one that lists them.
import { workerData } from 'node:worker_threads'
import { MemcachedClient } from '@lmc/client'

const { module, name, server, keys } = workerData ?? JSON.parse(process.argv[2])
const { [name]: Transport } = await import(module)
const cache = new MemcachedClient({ transport: new Transport({ servers: [server] }), trackKeys: true })
await cache.setMany(keys.map((key) => [key, key]))
await cache.close()
