import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import type { Script } from '../../proxy/script.ts'
import { LONG } from '../../stage.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'

/** Ways to cut a stream into pieces. They must not matter to any protocol. */
const harmless: readonly [name: string, script: Script][] = [
  ['come one byte at a time', { replies: [{ do: 'chop', into: 1 }] }],
  ['come in parts of 7 bytes', { replies: [{ do: 'chop', into: 7 }] }],
  ['come many at once', { replies: [{ do: 'glue', into: 10_000 }] }],
]

export const streamClauses: readonly FaultClause[] = [
  ...harmless.map(([what, script]): FaultClause => ({
    name: `replies that ${what} are read correctly`,
    async run(stage) {
      await stage.proxy.play(script)
      const traffic = await stage.open({ timeout: LONG })
      const random = createRandom(1)
      for (let batch = 0; batch < 3; batch++) assertResolved(await traffic.mixed(40, random))
    },
  })),
  {
    name: 'values of 1 MB through a server that sends slowly arrive whole',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      assertResolved([await traffic.set('large', 1_000_000), await traffic.set('small')])
      await stage.proxy.play({ replies: [{ do: 'chop', into: 32_768, every: 1 }] })
      assertResolved(await Promise.all([traffic.get('large'), traffic.get('small'), traffic.get('large')]))
    },
  },
  {
    name: 'values of 1 MB to a server that reads slowly are stored whole',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      await stage.proxy.play({
        requests: [
          { do: 'stall', for: 50 },
          { do: 'chop', into: 65_536, every: 1 },
        ],
      })
      const keys = Array.from({ length: 10 }, (_, index) => `large-${index}`)
      assertResolved(await Promise.all(keys.map(async (key) => traffic.set(key, 1_000_000))))
      await stage.proxy.play({})
      assertResolved(await Promise.all(keys.map(async (key) => traffic.get(key))))
    },
  },
]
