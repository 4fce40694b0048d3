import assert from 'node:assert/strict'
import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import { LONG } from '../../stage.ts'
import { assertSameMembers } from '../../../conformance/assert-same-members.ts'
import { assertRejected, assertResolved } from '../../acts/assert-outcomes.ts'
import { divideKeys } from '../../acts/divide-keys.ts'
import { putInFlight } from '../../acts/put-in-flight.ts'

/** Long enough to be cut in the middle. */
const LONG_VALUE = 100_000

export const outageClauses: readonly FaultClause[] = [
  {
    name: 'a server that is down from the start fails every call, and is used once it is up',
    async run(stage) {
      for (let round = 0; round < stage.effort.rounds; round++) {
        await stage.server.kill()
        const traffic = await stage.open({ timeout: LONG })
        const random = createRandom(round)
        const before = stage.findings.durations.length
        for (let batch = 0; batch < 5; batch++) assertRejected(await traffic.mixed(20, random), 'connection')
        stage.noteAll('a call while it is down, ms', stage.findings.durations.slice(before))
        await stage.server.restart()
        stage.note('first success after the server is up, ms', await stage.untilServed(traffic))
      }
    },
  },
  {
    name: 'a server that is killed fails the 500 calls in flight, and is used once it is back',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      for (let round = 0; round < stage.effort.rounds; round++) {
        await traffic.mixed(100, createRandom(round))
        const inFlight = await putInFlight(stage, traffic, 500)
        await stage.server.kill()
        assertRejected(await inFlight.outcomes, 'connection')
        stage.ledger.forget()
        assertRejected(await traffic.mixed(20, createRandom(round)), 'connection')
        await stage.server.restart()
        stage.note('first success after the server is back, ms', await stage.untilServed(traffic))
      }
    },
  },
  ...(['close', 'halfClose', 'reset'] as const).map((how): FaultClause => ({
    name: `a connection that ends by a ${how} fails the 500 calls in flight, and is replaced`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      await traffic.mixed(100, createRandom(1))
      const inFlight = await putInFlight(stage, traffic, 500)
      await stage.proxy.play({ requests: [{ do: 'drop' }], replies: [{ do: how }], later: {} })
      assertRejected(await inFlight.outcomes, 'connection')
      stage.note('first success after the connection is gone, ms', await stage.untilServed(traffic))
    },
  })),
  ...(['close', 'halfClose', 'reset'] as const).map((how): FaultClause => ({
    name: `a reply that is cut in the middle by a ${how} fails its call, and none of it reaches a later call`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      await traffic.set('long', LONG_VALUE)
      for (const cutAt of [1, 100, LONG_VALUE / 2, LONG_VALUE]) {
        await stage.proxy.play({ replies: [{ do: 'pass', bytes: cutAt }, { do: how }], later: {} })
        const [cut] = await Promise.all([traffic.get('long'), traffic.mixed(20, createRandom(cutAt))])
        assertRejected([cut])
        await traffic.mixed(20, createRandom(cutAt))
        await stage.untilServed(traffic)
        await traffic.get('long')
      }
    },
  })),
  {
    name: 'when one of two servers is dead, the other serves, and the error of a getMany has its values',
    needs: 'single server',
    isDecisive: true,
    async run(stage) {
      const dead = await stage.addServer()
      const traffic = await stage.open({ proxies: [stage.proxy, dead.proxy], timeout: LONG })
      const [here, there] = await divideKeys(traffic, stage.proxy)
      await dead.kill()
      assertRejected(await Promise.all(there.map(async (key) => traffic.get(key))), 'connection')
      assertResolved(await Promise.all(here.map(async (key) => traffic.get(key))))
      const many = await traffic.getMany([...here, ...there])
      assert.ok(many.how === 'rejected' && many.error.partial instanceof Map, 'expected a partial result')
      assertSameMembers(many.error.partial.keys(), here, 'the partial result')
      const statistics = await traffic.transport.statistics()
      assert.deepEqual(
        statistics.map(({ error }) => error === undefined),
        [true, false],
      )
      await dead.restart()
      stage.ledger.forget()
      for (const key of here) await traffic.set(key)
      await stage.untilServed(traffic)
    },
  },
]
