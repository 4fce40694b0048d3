// One of several processes that keep keys alive: sets them, and touches them every third of their lifetime until three lifetimes are over.
import { setTimeout as sleep } from 'node:timers/promises'

const { module, name, server, namespace, first, count, lifetime } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
// Machines that run tests are busy: nothing here is about time.
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const client = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
const cache = client.view({ namespace, lifetime })
const keys = Array.from({ length: count }, (_, index) => first + index)

await cache.setMany(keys.map((key) => [key, key]))
const begin = Date.now()
for (let third = 1; third <= 9; third++) {
  await sleep(begin + (third * lifetime * 1000) / 3 - Date.now())
  const touched = await Promise.all(keys.map((key) => cache.touch(key, lifetime)))
  const lost = touched.filter((isTouched) => !isTouched).length
  if (lost > 0) throw new Error(`${lost} keys were gone in the ${third}th third`)
}
await client.close()
