// Sets the keys of its arguments, in another process or thread than the one that lists them.
import { workerData } from 'node:worker_threads'
import { MemcachedClient } from '@lmc/client'

const { module, name, server, keys } = workerData ?? JSON.parse(process.argv[2])
const { [name]: Transport } = await import(module)
// Long timeouts, since the machines that run tests are busy.
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
await cache.setMany(keys.map((key) => [key, key]))
await cache.close()
