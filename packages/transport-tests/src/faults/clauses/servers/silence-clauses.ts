import assert from 'node:assert/strict'
import { describeOutcome } from '../../acts/describe-outcome.ts'
import type { Outcome } from '../../call-watch.ts'
import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import { GRACE, LONG, SHORT } from '../../stage.ts'
import { assertRejected } from '../../acts/assert-outcomes.ts'
import { keepCalling } from '../../acts/keep-calling.ts'
import { untilQuiet } from '../../acts/until-quiet.ts'

export const silenceClauses: readonly FaultClause[] = [
  ...(
    [
      ['reads everything and answers nothing', 'drop'],
      ['reads nothing', 'stall'],
    ] as const
  ).map(([what, step]): FaultClause => ({
    name:
      `a server that ${what} fails each call at its timeout, also while new calls are made, and is ` +
      'used once it answers',
    async run(stage) {
      const traffic = await stage.open()
      await traffic.mixed(50, createRandom(1))
      await stage.proxy.play({ requests: [{ do: step }], replies: [{ do: step }] })
      const before = stage.findings.durations.length
      assertRejected(await keepCalling(traffic, Math.max(2 * SHORT + GRACE, stage.effort.load)))
      const durations = stage.findings.durations.slice(before)
      stage.noteAll(`a call into the silencewith a timeout of ${SHORT}, ms`, durations)
      await stage.proxy.play({})
      stage.note('first success after the silence, ms', await stage.untilServed(traffic))
      await traffic.mixed(50, createRandom(2))
    },
  })),
  {
    name: 'a reply that never comes fails its call at the timeout, and no other call gets a wrong answer',
    needs: 'unnumbered replies',
    async run(stage) {
      const traffic = await stage.open()
      await traffic.mixed(50, createRandom(1))
      for (let round = 0; round < stage.effort.rounds; round++) {
        await traffic.set('lost')
        await stage.proxy.play({ replies: [{ do: 'drop' }] })
        const before = stage.proxy.replyByteCount
        const lost = traffic.get('lost')
        await untilQuiet(() => stage.proxy.replyByteCount, before)
        await stage.proxy.play({})
        const others = keepCalling(traffic, 2 * SHORT)
        const outcome = await lost
        // Without numbers in the replies, the call gets the next reply.
        if (!stage.subject.lacks?.includes('unnumbered replies')) assertRejected([outcome])
        await others
        await stage.untilServed(traffic)
      }
    },
  },
  {
    name: 'replies that come after their timeout go to no call',
    async run(stage) {
      const traffic = await stage.open()
      for (let round = 0; round < stage.effort.rounds; round++) {
        await traffic.mixed(50, createRandom(round))
        // Also after the machine has stood still for a timeout.
        await stage.untilServed(traffic)
        await stage.proxy.play({ replies: [{ do: 'hold' }] })
        assertRejected(await traffic.mixed(50, createRandom(round)), 'timeout')
        await stage.proxy.play({})
        await traffic.mixed(50, createRandom(round + 1))
        await stage.untilServed(traffic)
        await traffic.mixed(50, createRandom(round + 2))
      }
    },
  },
  {
    name: 'replies that are up to two timeouts late go to their own calls or to none',
    async run(stage) {
      const traffic = await stage.open()
      await traffic.mixed(50, createRandom(1))
      for (let seed = 1; seed <= stage.effort.rounds; seed++) {
        await stage.proxy.play({ replies: [{ do: 'delay', from: 0, to: 2 * SHORT, seed }] })
        await keepCalling(traffic, Math.max(3 * SHORT, stage.effort.load / stage.effort.rounds))
        await stage.proxy.play({})
        await stage.untilServed(traffic)
      }
    },
  },
  {
    name: 'a server that freezes for three timeouts, four times, gives no wrong answer',
    async run(stage) {
      const traffic = await stage.open()
      for (let round = 0; round < 4; round++) {
        await traffic.mixed(50, createRandom(round))
        await stage.proxy.play({ requests: [{ do: 'stall' }], replies: [{ do: 'stall' }] })
        await keepCalling(traffic, 3 * SHORT)
        await stage.proxy.play({})
        await keepCalling(traffic, SHORT)
        await stage.untilServed(traffic)
      }
      stage.note('stale answers', stage.findings.stale)
    },
  },
  {
    name: 'an increment whose reply is lost is not sent again',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      const counted = await traffic.increment('counter')
      const outcomes: Outcome<unknown>[] = []
      for (let round = 0; round < 10; round++) {
        await stage.proxy.play({ replies: [{ do: 'drop', bytes: 1 }, { do: 'reset' }], later: {} })
        outcomes.push(await traffic.increment('counter'))
      }
      assertRejected(outcomes)
      assert.equal(counted.how, 'resolved', `expected a resolved call; it ${describeOutcome(counted)}`)
      await stage.untilServed(traffic)
      // If the lost increment was sent twice, this one adds a finding.
      await traffic.increment('counter')
    },
  },
]
