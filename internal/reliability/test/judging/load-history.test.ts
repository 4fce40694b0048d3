import { describe, expect, it } from 'vitest'
import { EVERYTHING, type LoadedRecord } from '../../src/judging/history-record.ts'
import { LoadHistory } from '../../src/judging/load-history.ts'

/** In microseconds. */
const SECOND = 1_000_000

const loaded = (
  client: string,
  begunAt: number,
  at: number,
  own: Partial<LoadedRecord> = {},
): LoadedRecord => ({
  kind: 'loaded',
  at: at * SECOND,
  begunAt: begunAt * SECOND,
  leasedUntil: (begunAt + 1) * SECOND,
  client,
  key: 'a',
  dependencies: [],
  isShared: true,
  ...own,
})

const first = loaded('first', 10, 10.06)
const second = loaded('second', 10.03, 10.08)

/** The problems of the loads of a history, when all records have arrived. */
function problems(history: LoadHistory): string[] {
  return history
    .judge(Infinity)
    .flatMap(({ judgement: { verdict, why } }) => (verdict === 'right' ? [] : [why]))
}

function historyOf(...records: readonly LoadedRecord[]): LoadHistory {
  const history = new LoadHistory(() => true)
  for (const record of records) history.loaded(record)
  return history
}

describe('LoadHistory', () => {
  it('finds two loads of a key at the same time', () => {
    const history = historyOf(first, second)
    expect(problems(history)).toEqual(['first was loading it as well, since 30 ms'])
    expect(history.judged).toBe(2)
  })

  it('finds two loads within a lease, also when the first process stood still before its load', () => {
    const history = historyOf({ ...first, leasedUntil: second.begunAt + 1 }, second)
    expect(problems(history)).toEqual(['first was loading it as well, since 30 ms'])
  })

  it.each<[string, LoadHistory]>([
    ['one load after the other', historyOf(first, loaded('second', 10.07, 10.1))],
    ['loads of two keys', historyOf(first, { ...second, key: 'b' })],
    [
      'two loads of one client, of which the first was outdated',
      historyOf(first, { ...second, client: 'first' }),
    ],
    ['a load that is made in any case', historyOf(first, { ...second, isShared: false })],
    ['a load beside one that stores nothing', historyOf({ ...first, isShared: false }, second)],
    [
      'a load beside another, after a third has stored nothing',
      historyOf(loaded('third', 9.9, 9.98, { isShared: false }), first, second),
    ],
    ['a load that begins when a lease may be over', historyOf(loaded('first', 9, 11), second)],
    [
      'a load after the lease of another, whose process stood still before its load',
      historyOf({ ...first, leasedUntil: second.begunAt }, second),
    ],
  ])('lets pass %s', (_, history) => {
    expect(problems(history)).toEqual([])
  })

  it.each(['a', 'source', EVERYTHING, 'first', 'second'])(
    'accepts a second load after a disturbance of %s',
    (what) => {
      const history = historyOf({ ...first, dependencies: ['source'] }, second)
      history.disturb({ kind: 'disturbance', what, begunAt: 10 * SECOND, at: 10.01 * SECOND })
      expect(problems(history)).toEqual([])
    },
  )

  it('accepts a second load when the key was invalidated, or set', () => {
    const dropped = historyOf(first, second)
    const [begunAt, at] = [10 * SECOND, 10.01 * SECOND]
    dropped.drop({ kind: 'drop', what: 'a', begunAt, at, isConfirmed: false, client: 'other' })
    expect(problems(dropped)).toEqual([])
    const set = historyOf(first, second)
    set.settle({ kind: 'settle', key: 'a', version: 1, begunAt, at, outcome: 'unknown' })
    expect(problems(set)).toEqual([])
  })

  it('judges nothing while there are faults', () => {
    const history = new LoadHistory(() => false)
    for (const record of [first, second]) history.loaded(record)
    expect(problems(history)).toEqual([])
    expect(history.judged).toBe(0)
  })

  it('judges a load when all possible causes are known', () => {
    const history = historyOf(first, second)
    expect(history.judge(11 * SECOND)).toEqual([])
    expect(history.judge(14 * SECOND)).toHaveLength(2)
    expect(history.judge(20 * SECOND)).toEqual([])
  })
})
