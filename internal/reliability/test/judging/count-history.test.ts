import { describe, expect, it } from 'vitest'
import { CountHistory } from '../../src/judging/count-history.ts'
import { Drops } from '../../src/judging/drops.ts'
import { EVERYTHING } from '../../src/judging/history-record.ts'

/** A history of the count under the key `a`. Initial values are the moments of the calls. */
class Story {
  readonly #drops = new Drops()
  readonly #history: CountHistory

  constructor(mayBeDamaged: boolean = false) {
    this.#history = new CountHistory(() => mayBeDamaged, this.#drops)
  }

  begin(at: number, client: string = 'other'): this {
    this.#history.begin({ kind: 'countBegin', at, key: 'a', client, initial: at })
    return this
  }

  /** @param value `undefined`: the outcome is unknown. */
  settle(begunAt: number, at: number, value: number | undefined, client: string = 'other'): string {
    const record = { kind: 'count', at, begunAt, key: 'a', client, initial: begunAt, value } as const
    const { verdict, why } = this.#history.settle(record)
    return why === '' ? verdict : `${verdict}: ${why}`
  }

  count(begunAt: number, at: number, value: number | undefined, client: string = 'other'): this {
    this.begin(begunAt, client).settle(begunAt, at, value, client)
    return this
  }

  drop(what: string, begunAt: number, at: number, isConfirmed: boolean = true): this {
    this.#drops.add({ kind: 'drop', at, begunAt, what, isConfirmed, client: 'mine' })
    return this
  }

  read(value: unknown, begunAt: number, client: string = 'other'): string {
    const record = { kind: 'countRead', at: begunAt + 5, begunAt, key: 'a', client, value } as const
    const { verdict, why } = this.#history.judgeRead(record)
    return why === '' ? verdict : `${verdict}: ${why}`
  }
}

const begun = (): Story => new Story().count(1000, 1020, 1000)

describe('CountHistory', () => {
  it.each<[what: string, verdict: string, expected: string]>([
    ['a count that was begun', begun().read(1000, 1030), 'right'],
    ['a miss, since a server may lose anything', begun().read(undefined, 1030), 'right'],
    ['a value that is no number', begun().read('1000', 1030), 'wrong: it is no count'],
    ['a count that nobody has started', begun().read(999, 1030), 'wrong: no call has begun such a count'],
    ['more than was counted', begun().read(1001, 1030), 'wrong: no call has begun such a count'],
    ['a count of a running call', begun().begin(1030).read(1001, 1040), 'right'],
    ['an addition', begun().begin(1030).settle(1030, 1040, 1001), 'right'],
    [
      'an addition by a call that began before the count',
      new Story().begin(990, 'early').count(1000, 1020, 1000).settle(990, 1030, 1001, 'early'),
      'right',
    ],
    [
      'an addition that another call has made as well',
      begun().count(1030, 1050, 1001).begin(1035).settle(1035, 1055, 1001),
      'wrong: another call has got 1001 as well',
    ],
    [
      'a count that was there before another addition',
      begun().count(1030, 1040, 1001).read(1000, 1050),
      'wrong: 1001 had been got before',
    ],
    [
      'a count that may have been read before another addition',
      begun().count(1030, 1060, 1001).read(1000, 1050),
      'right',
    ],
    [
      'a dropped count',
      begun().drop('a', 1030, 1040).read(1000, 1050),
      'wrong: it had been dropped: a was dropped, begun 0.0 ms before',
    ],
    [
      'a flushed count',
      begun().drop(EVERYTHING, 1030, 1040).read(1000, 1050),
      'wrong: it had been dropped: * was dropped, begun 0.0 ms before',
    ],
    [
      'a count that failed to be dropped, in that client',
      begun().drop('a', 1030, 1040, false).read(1000, 1050, 'mine'),
      'wrong: it had been dropped: a failed to be dropped by this client, begun 0.0 ms before',
    ],
    [
      'a count that failed to be dropped, elsewhere',
      begun().drop('a', 1030, 1040, false).read(1000, 1050),
      'right',
    ],
    [
      'a new count after one that was dropped',
      begun().drop('a', 1030, 1040).count(1050, 1060, 1050).read(1050, 1070),
      'right',
    ],
    [
      'the count before the one that was begun anew',
      begun().count(1030, 1040, 1001).drop('a', 1050, 1060).count(1070, 1080, 1070).read(1001, 1090),
      'wrong: it had been dropped: a was dropped, begun 0.0 ms before',
    ],
    [
      'a count of a call with an unknown outcome, although another one was started since',
      new Story().count(1000, 1020, undefined).count(1030, 1040, 1030).read(1000, 1050),
      'right',
    ],
    [
      'a count that began late, after a greater one was dropped',
      new Story()
        .begin(1000, 'late')
        .count(1010, 1020, 1010)
        .drop('a', 1030, 1040)
        .settle(1000, 1060, 1000, 'late'),
      'right',
    ],
  ])('judges %s rightly', (_, verdict, expected) => {
    expect(verdict).toBe(expected)
  })

  it('judges nothing when bytes of replies may have changed', () => {
    const story = new Story(true).begin(1000)
    expect(story.settle(1000, 1020, 5)).toBe('right')
    expect(story.read(7, 1030)).toBe('right')
  })
})
