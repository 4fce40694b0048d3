import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemcachedClient } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import { openTransport } from './open-transport.ts'
import type { StampedeMessage, StampedeTask } from './stampede-task.ts'

// One process of a stampede. Its callers ask for one key at once, on a message of the parent.

/** The pause between two rounds of calls. */
const PAUSE: Milliseconds = 20
/** The time for loads in the background, which end with the client. */
const LINGER: Milliseconds = 500

const task: StampedeTask = JSON.parse(process.argv[2] ?? '')
const cache = new MemcachedClient({
  transport: openTransport(task.transport, task.server),
  onFailure: () => {},
})
const tell = (message: StampedeMessage): void => void process.send?.(message)

async function load(): Promise<string> {
  tell('load')
  await sleep(task.duration)
  if (task.fails) throw new Error('the database is down')
  return 'x'.repeat(task.bytes)
}

async function byHand(): Promise<void> {
  if ((await cache.get('key')) === undefined) await cache.set('key', await load())
}

const durations: Milliseconds[] = []
let rejected = 0

async function call(): Promise<void> {
  const startedAt = performance.now()
  try {
    await (task.isByHand ? byHand() : cache.getOrSet('key', load, task.options))
  } catch {
    rejected++
  }
  durations.push(performance.now() - startedAt)
}

// First reads connect to the server, and let the engine compile the code of each call.
for (let round = 0; round < 100; round++) await cache.get('none')
tell('ready')
await new Promise((resolve) => process.once('message', resolve))
const end = performance.now() + task.time
do {
  await Promise.all(Array.from({ length: task.callers }, call))
  if (task.time > 0) await sleep(PAUSE)
} while (performance.now() < end)
tell({ durations, rejected })
await sleep(LINGER)
await cache.close()
process.disconnect()
