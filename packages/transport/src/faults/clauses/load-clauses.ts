import assert from 'node:assert/strict'
import type { FaultClause } from '../clause.ts'
import { createRandom } from '../proxy/create-random.ts'
import { LONG, type Stage } from '../stage.ts'
import { readStoredValue } from '../stored-value.ts'
import { assertResolved } from './assert-outcomes.ts'
import { keepCalling } from './keep-calling.ts'

export const loadClauses: readonly FaultClause[] = [
  {
    name: '200 calls at once on a cold transport, and steady load, all resolve, over the connections it declares',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      assertResolved(await traffic.mixed(200, createRandom(1)))
      assertResolved(await keepCalling(traffic, stage.effort.load))
      assertConnections(stage)
    },
  },
  {
    name: '100,000 gets in one tick all resolve to their own values, over the connections it declares',
    async run(stage) {
      const traffic = await stage.open({ timeout: 6 * LONG })
      const keys = Array.from({ length: 1000 }, (_, index) => `key-${index}`)
      assertResolved(await Promise.all(keys.map(async (key) => traffic.set(key))))
      const startedAt = performance.now()
      const loop = watchLoop()
      // Without the checks of each call, which take more memory than the calls.
      const all = await traffic.watch('100,000 gets', async () =>
        Promise.all(
          Array.from({ length: 100_000 }, async (_, index) =>
            traffic.transport.get(keys[index % 1000] ?? ''),
          ),
        ),
      )
      stage.note('100,000 gets, ms', performance.now() - startedAt)
      stage.note('longest the loop was held, ms', loop.stop())
      assertResolved([all])
      if (all.how !== 'resolved') return
      const wrong = all.value.findIndex(
        (item, index) => !item || readStoredValue(item.value)?.key !== keys[index % 1000],
      )
      assert.equal(wrong, -1, `get of ${keys[wrong % 1000]} gave something else`)
      assertConnections(stage)
    },
  },
]

function assertConnections({ proxy, subject }: Stage): void {
  const { connectionsPerServer = 1 } = subject
  const { connectionCount } = proxy
  assert.ok(
    connectionCount <= connectionsPerServer,
    `expected at most ${connectionsPerServer} connections, got ${connectionCount}`,
  )
}

/** Watches for how long the event loop is held at most, in milliseconds. */
function watchLoop(): { stop(): number } {
  let last = performance.now()
  let longest = 0
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 1)
  return {
    stop() {
      clearInterval(timer)
      return longest
    },
  }
}
