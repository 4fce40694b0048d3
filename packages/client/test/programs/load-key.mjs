// One of several processes that ask for one key at once. It tells its parent when it is ready, when a load
// begins, and the results of its callers.
import { setTimeout as sleep } from 'node:timers/promises'

const task = JSON.parse(process.argv[2])

// A wrong clock, as another machine may have.
const now = Date.now
Date.now = () => now() + task.skew * 1000

const { MemcachedClient } = await import('@lmc/client')
const { [task.name]: Transport } = await import(task.module)
// Long timeouts, since the machines that run tests are busy.
const timeouts = task.isDown ? {} : { timeout: 20_000, connectTimeout: 20_000 }
const transport = new Transport({ servers: [task.server], ...timeouts })
const failures = []
const cache = new MemcachedClient({ transport, onFailure: ({ error }) => failures.push(error.code) })

async function load() {
  process.send('load')
  await sleep(task.duration)
  if (task.fails) throw new Error('the database is down')
  return task.bytes > 0 ? 'x'.repeat(task.bytes) : `value of ${process.pid}`
}

async function call() {
  try {
    const value = await cache.getOrSet('key', load, task.options)
    return value.length > 100 ? `${value.length} characters` : value
  } catch (error) {
    return error.message
  }
}

// A first read connects to the server.
await cache.get('none')
process.send('ready')
await new Promise((resolve) => process.once('message', resolve))
const values = []
const end = performance.now() + task.time
do {
  values.push(...(await Promise.all(Array.from({ length: task.callers }, call))))
  if (task.time > 0) await sleep(20)
} while (performance.now() < end)
process.send({ values: [...new Set(values)], count: values.length, failures: [...new Set(failures)] })
// Loads in the background end with the client.
await sleep(task.linger)
await cache.close()
process.disconnect()
