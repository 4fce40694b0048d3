import assert from 'node:assert/strict'
import type { FaultClause } from '../../clause.ts'
import { LONG } from '../../stage.ts'
import { assertRejected, assertResolved } from '../../acts/assert-outcomes.ts'
import { divideKeys } from '../../acts/divide-keys.ts'

export const flushClauses: readonly FaultClause[] = [
  {
    name: 'a flush that the server refuses rejects with server, and the connection stays in use',
    async run(stage) {
      const { proxy } = await stage.addServer(['-F'])
      const traffic = await stage.open({ proxies: [proxy], timeout: LONG })
      assertResolved([await traffic.set('before')])
      const before = proxy.connectionCount
      const flushes = await Promise.all([
        traffic.watch('flush', async () => traffic.transport.flush()),
        traffic.watch('flush', async () => traffic.transport.flush()),
      ])
      assertRejected(flushes, 'server')
      assertResolved([await traffic.get('before'), await traffic.set('after'), await traffic.get('after')])
      assert.equal(proxy.connectionCount, before, 'expected a refused flush to cost no connection')
    },
  },
  {
    name: 'a flush that costs the connection delays neither another server nor later calls',
    needs: 'single server',
    isDecisive: true,
    async run(stage) {
      const other = await stage.addServer()
      const traffic = await stage.open({ proxies: [stage.proxy, other.proxy], timeout: LONG })
      const [here, there] = await divideKeys(traffic, stage.proxy)
      const server = traffic.transport.serverOf(there[0] ?? '')
      for (let round = 0; round < stage.effort.rounds; round++) {
        await other.proxy.play({ requests: [{ do: 'drop', bytes: 1 }, { do: 'reset' }], later: {} })
        const flush = traffic.watch('flush', async () => traffic.transport.flush({ server }))
        assertResolved(await Promise.all(here.map(async (key) => traffic.get(key))))
        // The flush may have succeeded, on a connection of its own.
        await flush
        await other.proxy.play({})
        for (const key of there) assertResolved([await traffic.set(key), await traffic.get(key)])
      }
    },
  },
]
