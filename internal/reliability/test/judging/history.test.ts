import { toStoredValue } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import type { Found } from '../../src/judging/cached-value.ts'
import { EVERYTHING, nameOfDependency, type WriteOutcome } from '../../src/judging/history-record.ts'
import { History } from '../../src/judging/history.ts'

const SOURCE = nameOfDependency('meta', 'source')

/** A history of the key `a`. A version is named `1` for short. */
class Story {
  readonly history: History

  constructor(mayBeDamaged: boolean = false) {
    this.history = new History(() => mayBeDamaged)
  }

  write(
    version: number,
    begunAt: number,
    at: number,
    outcome: WriteOutcome,
    dependencies: string[] = [],
  ): this {
    this.history.begin({ kind: 'begin', at: begunAt, key: 'a', version, length: 100, dependencies })
    this.history.settle({ kind: 'settle', at, begunAt, key: 'a', version, outcome })
    return this
  }

  load(version: number, at: number, dependencies: string[] = []): this {
    const record = {
      kind: 'load',
      at,
      key: 'a',
      version,
      length: 100,
      dependencies,
      client: 'other',
    } as const
    this.history.load(record)
    return this
  }

  begin(version: number, at: number): this {
    this.history.begin({ kind: 'begin', at, key: 'a', version, length: 100, dependencies: [] })
    return this
  }

  drop(what: string, begunAt: number, at: number, isConfirmed: boolean): this {
    this.history.drop({ kind: 'drop', at, begunAt, what, isConfirmed, client: 'mine' })
    return this
  }

  refuse(at: number): this {
    this.history.refuse({ kind: 'refusal', at, client: 'mine' })
    return this
  }

  read(
    found: Found | undefined,
    begunAt: number,
    client: string = 'other',
    isBlind: boolean = false,
  ): string {
    const { verdict, why } = this.history.judgeRead({
      kind: 'read',
      at: begunAt + 5,
      begunAt,
      client,
      key: 'a',
      found,
      isBlind,
    })
    return why === '' ? verdict : `${verdict}: ${why}`
  }

  list(begunAt: number): string[] {
    const record = {
      kind: 'list',
      at: begunAt + 5,
      begunAt,
      client: 'other',
      keys: ['a'],
      asked: 'keys()',
    } as const
    return this.history.judgeList(record).map(({ verdict }) => verdict)
  }
}

const version = (number: number, key: string = 'a'): Found => ({ key, version: number })
const stored = (): Story => new Story().write(1, 10, 20, 'confirmed')
const REPLACED = 'wrong: it had been replaced or dropped'
const DEPENDS = 'wrong: what it depends on was invalidated after it was written'
/** The times are in microseconds. */
const BEFORE = 'begun 0.0 ms before'
const LATE = 'stale: its write, whose outcome is unknown, landed late'

describe('History', () => {
  it.each<[what: string, verdict: string, expected: string]>([
    ['a stored value', stored().read(version(1), 30), 'right'],
    ['a loaded value', new Story().load(1, 10).read(version(1), 20), 'right'],
    [
      'a value that was loaded before the call, and dropped during the load',
      new Story().load(1, 10).drop('a', 15, 20, true).read(version(1), 30),
      `${REPLACED}: a was dropped, ${BEFORE}`,
    ],
    [
      'a value that was loaded, and dropped during the call',
      new Story().load(1, 10).drop('a', 15, 30, true).read(version(1), 25),
      'right',
    ],
    [
      'a value that was loaded while another value was set',
      new Story().load(1, 10).write(2, 15, 20, 'confirmed').read(version(1), 30),
      `${REPLACED}: a was dropped, ${BEFORE}`,
    ],
    [
      'a value whose dependency was invalidated during the load',
      new Story().load(1, 10, [SOURCE]).drop(SOURCE, 15, 20, true).read(version(1), 30),
      `${DEPENDS}: ${SOURCE} was dropped, ${BEFORE}`,
    ],
    [
      'a value that another client dropped during the load, when memcached could not be reached',
      new Story().load(1, 10).drop('a', 15, 20, true).read(version(1), 30, 'mine', true),
      'right',
    ],
    [
      'a value that the reader failed to drop during the load, when memcached could not be reached',
      new Story().load(1, 10).drop('a', 15, 20, false).read(version(1), 30, 'mine', true),
      `${REPLACED}: a failed to be dropped by this client, ${BEFORE}`,
    ],
    ['a miss, since a server may lose anything', stored().read(undefined, 30), 'right'],
    ['a value that is being stored', new Story().begin(1, 10).read(version(1), 20), 'right'],
    ['a value that has never been stored', stored().read(version(2), 30), 'wrong: it had not been written'],
    ['the value of another key', stored().read(version(1, 'b'), 30), 'wrong: it is of another key'],
    ['a damaged value', stored().read({ text: 'a=1/' }, 30), 'wrong: it is no whole value of anybody'],
    [
      'a value that was refused before it was sent',
      new Story().write(1, 10, 20, 'refused').read(version(1), 30),
      'wrong: its write was refused before it was sent',
    ],
    [
      'the value before the last',
      stored().write(2, 30, 40, 'confirmed').read(version(1), 50),
      `${REPLACED}: a was dropped, ${BEFORE}`,
    ],
    ['the value before one that is being stored', stored().begin(2, 30).read(version(1), 40), 'right'],
    [
      'the value before one that was confirmed after the read began',
      stored().write(2, 30, 40, 'confirmed').read(version(1), 40),
      'right',
    ],
    [
      'one of two values that were stored at once',
      stored().write(2, 15, 40, 'confirmed').read(version(1), 50),
      'right',
    ],
    [
      'the value before one with an unknown outcome',
      stored().write(2, 30, 40, 'unknown').read(version(1), 50),
      'right',
    ],
    [
      'a value with an unknown outcome, after a later one',
      new Story().write(1, 10, 20, 'unknown').write(2, 30, 40, 'confirmed').read(version(1), 50),
      LATE,
    ],
    [
      'an invalidated value',
      stored().drop('a', 30, 40, true).read(version(1), 50),
      `${REPLACED}: a was dropped, ${BEFORE}`,
    ],
    ['a value that is being invalidated', stored().drop('a', 30, 60, true).read(version(1), 50), 'right'],
    [
      'a value whose invalidation has failed, elsewhere',
      stored().drop('a', 30, 40, false).read(version(1), 50),
      'right',
    ],
    [
      'a value whose invalidation has failed, in that client',
      stored().drop('a', 30, 40, false).read(version(1), 50, 'mine'),
      `${REPLACED}: a failed to be dropped by this client, ${BEFORE}`,
    ],
    [
      'a later value, in the client whose invalidation has failed',
      stored().drop('a', 30, 40, false).write(2, 50, 60, 'confirmed').read(version(2), 70, 'mine'),
      'right',
    ],
    [
      'a flushed value',
      stored().drop(EVERYTHING, 30, 40, true).read(version(1), 50),
      `${REPLACED}: * was dropped, ${BEFORE}`,
    ],
    [
      'a value whose flush has failed, in that client',
      stored().drop(EVERYTHING, 30, 40, false).read(version(1), 50, 'mine'),
      `${REPLACED}: * failed to be dropped by this client, ${BEFORE}`,
    ],
    [
      'a value whose flush has failed, in that client, when a server has refused the retry',
      stored().drop(EVERYTHING, 30, 40, false).refuse(45).read(version(1), 50, 'mine'),
      'right',
    ],
    [
      'a value whose flush has failed after a server has refused another, in that client',
      stored().refuse(25).drop(EVERYTHING, 30, 40, false).read(version(1), 50, 'mine'),
      `${REPLACED}: * failed to be dropped by this client, ${BEFORE}`,
    ],
    [
      'a value whose dependency was invalidated',
      new Story().write(1, 10, 20, 'confirmed', [SOURCE]).drop(SOURCE, 30, 40, true).read(version(1), 50),
      `${DEPENDS}: ${SOURCE} was dropped, ${BEFORE}`,
    ],
    [
      'a value with an unknown outcome, whose dependency was invalidated',
      new Story().write(1, 10, 20, 'unknown', [SOURCE]).drop(SOURCE, 30, 40, true).read(version(1), 50),
      `${DEPENDS}: ${SOURCE} was dropped, ${BEFORE}`,
    ],
    [
      'a value whose dependency was invalidated before',
      new Story().drop(SOURCE, 1, 5, true).write(1, 10, 20, 'confirmed', [SOURCE]).read(version(1), 50),
      'right',
    ],
    [
      'a value whose dependency failed to be invalidated, in that client',
      new Story()
        .write(1, 10, 20, 'confirmed', [SOURCE])
        .drop(SOURCE, 30, 40, false)
        .read(version(1), 50, 'mine'),
      `${DEPENDS}: ${SOURCE} failed to be dropped by this client, ${BEFORE}`,
    ],
  ])('judges %s rightly', (_, verdict, expected) => {
    expect(verdict).toBe(expected)
  })

  it('takes a value with one changed byte for the value itself when bytes may have changed, and for wrong otherwise', () => {
    const bytes = toStoredValue({ key: 'a', version: 1 }, 100)
    bytes[50] = 0
    const text = Buffer.from(bytes).toString('latin1')
    expect(new Story(true).write(1, 10, 20, 'confirmed').read({ text }, 30)).toBe('right')
    expect(new Story(false).write(1, 10, 20, 'confirmed').read({ text }, 30)).toBe('wrong: it is damaged')
    bytes[70] = 0
    const worse = Buffer.from(bytes).toString('latin1')
    expect(new Story(true).write(1, 10, 20, 'confirmed').read({ text: worse }, 30)).toBe(
      'wrong: it is no whole value of anybody',
    )
  })

  it('accepts a listed key that may exist, and no key that was dropped or never written', () => {
    expect(stored().list(30)).toEqual(['right'])
    expect(stored().drop('a', 30, 40, true).list(50)).toEqual(['wrong'])
    expect(stored().drop('a', 30, 40, true).begin(2, 45).list(50)).toEqual(['right'])
    expect(new Story().write(1, 10, 20, 'unknown').drop('a', 30, 40, true).list(50)).toEqual(['stale'])
    expect(new Story().write(1, 10, 20, 'confirmed', [SOURCE]).drop(SOURCE, 30, 40, true).list(50)).toEqual([
      'right',
    ])
    expect(new Story().list(50)).toEqual(['wrong'])
  })
})
