import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import { LONG, type Stage } from '../../stage.ts'
import { readStoredValue } from '../../stored-value.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'
import { keepCalling } from '../../acts/keep-calling.ts'
import { runProgram } from '../../acts/run-program.ts'

export const loadClauses: readonly FaultClause[] = [
  {
    name:
      '200 calls at once on a cold transport, and steady load, all resolve, over the declared number ' +
      'of connections',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      assertResolved(await traffic.mixed(200, createRandom(1)))
      assertResolved(await keepCalling(traffic, stage.effort.load))
      assertConnections(stage)
    },
  },
  {
    name: '100,000 gets in one tick all resolve to their own values, over the declared number of connections',
    async run(stage) {
      const traffic = await stage.open({ timeout: 6 * LONG })
      const keys = Array.from({ length: 1000 }, (_, index) => `key-${index}`)
      assertResolved(await Promise.all(keys.map(async (key) => traffic.set(key))))
      // The calls are not checked one by one: the checks would take more memory than the calls.
      const all = await traffic.watch('100,000 gets', async () =>
        Promise.all(
          Array.from({ length: 100_000 }, async (_, index) =>
            traffic.transport.get(keys[index % 1000] ?? ''),
          ),
        ),
      )
      assertResolved([all])
      if (all.how !== 'resolved') return
      const wrong = all.value.findIndex(
        (item, index) =>
          !(item?.value instanceof Uint8Array) || readStoredValue(item.value)?.key !== keys[index % 1000],
      )
      assert.equal(wrong, -1, `get of ${keys[wrong % 1000]} gave another value`)
      assertConnections(stage)
      await measureGets(stage)
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

/**
 * Measures the gets in a process of their own. In this process the proxy and the checks would hold the loop
 * longer than the transport.
 */
async function measureGets(stage: Stage): Promise<void> {
  const { server, subject } = stage
  const { output, complaint } = await runProgram({
    source: `
      import { open } from ${JSON.stringify(subject.program)}
      const transport = await open(JSON.parse(process.argv[1]))
      const keys = Array.from({ length: 1000 }, (_, index) => 'key-' + index)
      // Warms the code up, as in a program that has run for a while.
      for (let round = 0; round < 20; round++) await Promise.all(keys.map((key) => transport.get(key)))
      const before = process.memoryUsage().rss
      const startedAt = performance.now()
      let [last, held, most] = [startedAt, 0, before]
      const look = () => {
        const now = performance.now()
        held = Math.max(held, now - last)
        last = now
        most = Math.max(most, process.memoryUsage().rss)
      }
      const timer = setInterval(look, 1)
      await Promise.all(Array.from({ length: 100_000 }, (_, index) => transport.get(keys[index % 1000])))
      look()
      clearInterval(timer)
      await transport.close()
      console.log(JSON.stringify([last - startedAt, held, (most - before) / 2 ** 20]))`,
    argument: { servers: [`127.0.0.1:${server.port}`], timeout: 6 * LONG, connectTimeout: LONG },
    patience: LONG,
  })
  assertQuiet({ complaint })
  const [took, held, memory]: number[] = JSON.parse(output[0] ?? '[]')
  assert.ok(took !== undefined && held !== undefined && memory !== undefined, 'the process wrote no figures')
  stage.note('100,000 gets, ms', took)
  stage.note('longest the loop was held, ms', held)
  stage.note('memory, MiB', memory)
}
