import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultClause } from '../clause.ts'
import { createRandom } from '../proxy/create-random.ts'
import type { Script, Step } from '../proxy/script.ts'
import type { Stage } from '../stage.ts'
import type { Traffic } from '../traffic.ts'
import { sweepReplies } from './sweep-replies.ts'
import { watchMemory } from './watch-memory.ts'

const MEBIBYTE = 2 ** 20

/** What a reply that announces too much may cost at most, in bytes: a transport's own bound, many times over. */
const MOST_FOR_NOTHING = 256 * MEBIBYTE

/** Nothing that follows comes in time to give the damage away. */
const TORN: Step = { do: 'chop', into: 1 }

const BITS = [1, 2, 4, 8, 16, 32, 64, 128]

export const damageClauses: readonly FaultClause[] = [
  ...(['reset', 'close', 'halfClose'] as const).map((how): FaultClause => ({
    name: `a reply that is cut at any byte by a ${how} gives a failure or the right answer, and the next call is served`,
    async run(stage) {
      await sweepReplies(stage, ({ length }) => everyPlace(length + 1, () => [{ do: how }]))
    },
  })),
  {
    name: 'a reply with any one bit changed gives a failure or the right answer, and the next call is served',
    needs: 'unchecked framing',
    isDecisive: true,
    async run(stage) {
      await sweepReplies(stage, ({ length }) =>
        BITS.flatMap((mask) => everyPlace(length, () => [{ do: 'flip', mask, bytes: 1 }])),
      )
    },
  },
  {
    name: 'a reply with any one byte missing gives a failure or the right answer, and the next call is served',
    needs: 'unchecked framing',
    isDecisive: true,
    async run(stage) {
      await sweepReplies(stage, ({ length }) => everyPlace(length, () => [{ do: 'drop', bytes: 1 }, TORN]))
    },
  },
  {
    name: 'a reply with any one byte too many gives a failure or the right answer, and the next call is served',
    needs: 'unchecked framing',
    isDecisive: true,
    async run(stage) {
      await sweepReplies(stage, ({ length }) =>
        ['\0', '1', '\n'].flatMap((text) =>
          everyPlace(length, () => [{ do: 'insert', text }, TORN]),
        ),
      )
    },
  },
  {
    name: 'a reply that announces more than ever comes gets no memory for it, and the next call is served',
    needs: 'unchecked framing',
    async run(stage) {
      const memory = watchMemory()
      await sweepReplies(stage, ({ length }) => [
        ...everyPlace(length, () => [{ do: 'insert', text: '9999' }]),
        ...everyPlace(length, () => [{ do: 'insert', text: '9999999' }]),
        ...everyPlace(length, () => [{ do: 'flip', mask: 0x20, bytes: 1 }]),
      ])
      const most = memory.stop()
      stage.note('memory for what never came, MiB', most / MEBIBYTE)
      assert.ok(most <= MOST_FOR_NOTHING, `took ${Math.round(most / MEBIBYTE)} MiB`)
    },
  },
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
          then: {},
        })
        await traffic.mixed(10, createRandom(seed))
        await stage.proxy.play({})
        await stage.untilServed(traffic)
      }
    },
  })),
  {
    name: 'a reply that nobody asked for goes to nobody',
    async run(stage) {
      const traffic = await stage.open()
      const random = createRandom(1)
      await traffic.mixed(50, random)
      for (const ask of replayed) {
        await stage.proxy.play({})
        await ask(traffic)
        const text = stage.proxy.replies.toString('latin1')
        await stage.proxy.play({ replies: [{ do: 'insert', text }], then: {} })
        await sleep(5)
        await traffic.mixed(10, random)
        await stage.untilServed(traffic)
        await traffic.mixed(10, random)
      }
    },
  },
  {
    name: 'a reply that comes twice, the second time in place of the next, goes to nobody',
    async run(stage) {
      const traffic = await stage.open()
      const random = createRandom(1)
      await traffic.mixed(50, random)
      for (const ask of replayed) {
        await stage.proxy.play({})
        await ask(traffic)
        const bytes = stage.proxy.replies.length
        await stage.proxy.play({ replies: [{ do: 'repeat', bytes }], then: {} })
        await Promise.all([ask(traffic), traffic.mixed(10, random)])
        await stage.proxy.play({})
        await stage.untilServed(traffic)
        await traffic.mixed(10, random)
      }
    },
  },
  {
    name: 'two replies that come in the wrong order go to their calls or to nobody',
    async run(stage) {
      const traffic = await stage.open()
      await Promise.all([traffic.set('here', 40), traffic.set('there', 60)])
      const pairs = [
        ['here', 'there'],
        ['here', 'missing'],
        ['missing', 'there'],
      ] as const
      for (const [one, other] of pairs) {
        const [bytes, others] = [await lengthOfReply(stage, traffic, one), await lengthOfReply(stage, traffic, other)]
        await stage.proxy.play({ replies: [{ do: 'swap', bytes, with: others }], then: {} })
        await Promise.all([traffic.get(one), traffic.get(other)])
        await stage.proxy.play({})
        await stage.untilServed(traffic)
        await traffic.mixed(10, createRandom(1))
      }
    },
  },
  {
    name: 'damage to one byte in 1,500 of the replies under load gives no wrong answer',
    needs: 'unchecked framing',
    async run(stage) {
      // No value is long enough to be hit twice, and one that is hit once has one byte changed or another length.
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

const replayed: readonly ((traffic: Traffic) => Promise<unknown>)[] = [
  async (traffic) => traffic.get('0'),
  async (traffic) => traffic.get('missing'),
  async (traffic) => traffic.set('1'),
  async (traffic) => traffic.increment('count-0'),
  async (traffic) => traffic.hasMany(['0', 'missing']),
]

function toNoise(seed: number): string {
  const random = createRandom(seed)
  return Array.from({ length: 300 }, () => String.fromCharCode(Math.floor(random() * 256))).join('')
}

async function lengthOfReply(stage: Stage, traffic: Traffic, key: string): Promise<number> {
  await stage.proxy.play({})
  await traffic.get(key)
  return stage.proxy.replies.length
}

/** For each place before `length` a script that changes the first connection there. */
function everyPlace(length: number, toSteps: () => Step[]): Script[] {
  return Array.from({ length }, (_, at) => ({ replies: [{ do: 'pass', bytes: at }, ...toSteps()], then: {} }))
}
