import assert from 'node:assert/strict'
import type { FaultClause } from '../../clause.ts'
import type { Script, Step } from '../../proxy/script.ts'
import { sweepReplies } from './sweep-replies.ts'
import { watchMemory } from '../../acts/watch-memory.ts'

const MEBIBYTE = 2 ** 20

/** The most memory for a reply that announces too much, in bytes: many times the bound of a transport. */
const MOST_FOR_NOTHING = 256 * MEBIBYTE

/** The rest of a reply of so many bytes comes so late that it cannot show the damage. */
const torn = (length: number): Step => ({ do: 'chop', into: 1, bytes: length })

const BITS = [1, 2, 4, 8, 16, 32, 64, 128]

export const changedByteClauses: readonly FaultClause[] = [
  ...(['reset', 'close', 'halfClose'] as const).map((how): FaultClause => ({
    name:
      `a reply that is cut at any byte by a ${how} gives a failure or the right answer, and the next ` +
      'call is served',
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
    name:
      'a reply with any one byte missing gives a failure or the right answer, and the next call is ' +
      'served',
    needs: 'unchecked framing',
    async run(stage) {
      await sweepReplies(stage, ({ length }) =>
        everyPlace(length, () => [{ do: 'drop', bytes: 1 }, torn(length)]),
      )
    },
  },
  {
    name:
      'a reply with one extra byte at any place gives a failure or the right answer, and the next call ' +
      'is served',
    needs: 'unchecked framing',
    async run(stage) {
      await sweepReplies(stage, ({ length }) =>
        ['\0', '1', '\n'].flatMap((text) => everyPlace(length, () => [{ do: 'insert', text }, torn(length)])),
      )
    },
  },
  {
    name: 'a reply that announces more bytes than come gets no memory for them, and the next call is served',
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
]

/** One script for each place before `length`. It changes the first connection at that place. */
function everyPlace(length: number, toSteps: () => Step[]): Script[] {
  return Array.from({ length }, (_, at) => ({
    replies: [{ do: 'pass', bytes: at }, ...toSteps()],
    later: {},
  }))
}
