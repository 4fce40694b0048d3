import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'

export const garbageClauses: readonly FaultClause[] = [
  ...(
    [
      ['noise', toNoise],
      ['a web page', () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno\n'],
      ['zeros', () => '\0'.repeat(200)],
      ['line ends', () => '\r\n'.repeat(100)],
      ['a line without end', () => 'VALUE '.repeat(100_000)],
      ['error lines', () => 'ERROR\r\n'.repeat(20)],
    ] as const
  ).map(([what, toText]): FaultClause => ({
    name: `${what} instead of a reply gives a failure, and the next call is served`,
    async run(stage) {
      const traffic = await stage.open()
      for (let seed = 1; seed <= 5 * stage.effort.rounds; seed++) {
        await traffic.mixed(10, createRandom(seed))
        await stage.proxy.play({
          requests: [{ do: 'drop' }],
          replies: [{ do: 'hold', for: 5 }, { do: 'insert', text: toText(seed) }, { do: 'drop' }],
          later: {},
        })
        await traffic.mixed(10, createRandom(seed))
        await stage.proxy.play({})
        await stage.untilServed(traffic)
      }
    },
  })),
  {
    name: 'damage to one byte in 1,500 of the replies under load gives no wrong answer',
    needs: 'unchecked framing',
    async run(stage) {
      // No value is long enough to be damaged twice. A damaged value has one changed byte or another length.
      const traffic = await stage.open({ changedBytes: 1 })
      const startedAt = performance.now()
      for (let seed = 1; performance.now() - startedAt < 2 * stage.effort.load; seed++) {
        await stage.proxy.play({ replies: [{ do: 'damage', every: 1500, seed }] })
        const random = createRandom(seed)
        for (let batch = 0; batch < 3; batch++) await traffic.mixed(30, random)
      }
      await stage.proxy.play({})
      await stage.untilServed(traffic)
    },
  },
]

function toNoise(seed: number): string {
  const random = createRandom(seed)
  return Array.from({ length: 300 }, () => String.fromCharCode(Math.floor(random() * 256))).join('')
}
