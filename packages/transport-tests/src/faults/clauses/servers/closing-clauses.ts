import assert from 'node:assert/strict'
import { describeOutcome } from '../../acts/describe-outcome.ts'
import { setImmediate as turn } from 'node:timers/promises'
import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import type { Script } from '../../proxy/script.ts'
import { assertRejected } from '../../acts/assert-outcomes.ts'

const situations: readonly [name: string, script: Script][] = [
  ['a server that answers', {}],
  ['a server that answers nothing', { requests: [{ do: 'drop' }], replies: [{ do: 'drop' }] }],
  ['a server that reads nothing', { requests: [{ do: 'stall' }], replies: [{ do: 'stall' }] }],
  ['a server that is down', { refuse: true, requests: [{ do: 'drop' }], replies: [{ do: 'reset' }] }],
]

export const closingClauses: readonly FaultClause[] = situations.flatMap(([situation, script]) =>
  [true, false].map((isWarm): FaultClause => ({
    name:
      `close with 200 calls in flight to ${situation}, on a ${isWarm ? 'warm' : 'cold'} connection, ` +
      'settles the calls and resolves',
    async run(stage) {
      const traffic = await stage.open()
      if (isWarm) await traffic.mixed(50, createRandom(1))
      await stage.proxy.play(script)
      let isSettled = false
      const calls = traffic.mixed(200, createRandom(2)).finally(() => (isSettled = true))
      const closed = await traffic.close()
      assert.equal(closed.how, 'resolved', `expected close to resolve; it ${describeOutcome(closed)}`)
      // A settled call takes a few more steps to arrive here.
      await turn()
      assert.ok(isSettled, 'close resolved before the calls in flight had settled')
      await calls
      assertRejected(await traffic.mixed(20, createRandom(3)), 'closed')
    },
  })),
)
