import assert from 'node:assert/strict'
import type { FaultClause } from '../../clause.ts'
import { LONG } from '../../stage.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'

/** More than any transport allows in flight. */
const HUGE = 70_000_000

export const hugeValueClauses: readonly FaultClause[] = [
  {
    name: 'a single value of 70 MB is stored and read, on a server that takes it',
    async run(stage) {
      const { proxy } = await stage.addServer(['-I', '128m', '-m', '1024'])
      const traffic = await stage.open({ proxies: [proxy], timeout: 3 * LONG })
      const { transport } = traffic
      const value = Buffer.alloc(HUGE, 'seventy million bytes ')
      assertResolved([await traffic.watch('set of 70 MB', async () => transport.set('huge', value))])
      const got = await traffic.watch('get of 70 MB', async () => transport.get('huge'))
      assertResolved([got])
      const isSame = got.how === 'resolved' && got.value !== undefined && value.equals(got.value.value)
      assert.ok(isSame, 'expected the bytes that were stored')
    },
  },
]
