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

/** Resolves to whether this process was given the time for it; a value that is touched too late is gone by right. */
async function keepAlive() {
  const third = (lifetime * 1000) / 3
  let touchedAt = Date.now()
  await cache.setMany(keys.map((key) => [key, key]))
  for (let turn = 1; turn <= 9; turn++) {
    await sleep(touchedAt + third - Date.now())
    const startedAt = Date.now()
    const touched = await Promise.all(keys.map((key) => cache.touch(key, lifetime)))
    if (Date.now() - touchedAt > 2 * third) return false
    touchedAt = startedAt
    const lost = touched.filter((isTouched) => !isTouched).length
    if (lost > 0) throw new Error(`${lost} keys were gone in the ${turn}th third`)
  }
  return true
}

let tries = 1
while (!(await keepAlive())) if (++tries > 5) throw new Error('This machine was too busy five times')
await client.close()
