import { describe, expect, it } from 'vitest'
import type { HistoryRecord } from '../../src/judging/history-record.ts'
import { Timeline } from '../../src/judging/timeline.ts'

const at = (moment: number, key: string): HistoryRecord => ({
  kind: 'read',
  at: moment,
  begunAt: moment,
  client: '',
  key,
})
const keys = (records: readonly HistoryRecord[]): unknown[] =>
  records.map((record) => 'key' in record && record.key)

describe('Timeline', () => {
  it('returns the records of two processes in the order of time, once nothing earlier can come', () => {
    const timeline = new Timeline()
    timeline.expect('one')
    timeline.expect('other')
    timeline.add('one', [at(1, 'a'), at(4, 'd'), at(6, 'f')], 7)
    expect(timeline.take()).toEqual([])
    timeline.add('other', [at(2, 'b'), at(3, 'c'), at(5, 'e')], 5)
    expect(keys(timeline.take())).toEqual(['a', 'b', 'c', 'd', 'e'])
    timeline.end('other')
    expect(keys(timeline.take())).toEqual(['f'])
  })

  it('keeps the order of a process for records of the same moment', () => {
    const timeline = new Timeline()
    timeline.expect('one')
    timeline.add('one', [at(1, 'a'), at(1, 'b'), at(1, 'c')], 1)
    expect(keys(timeline.take())).toEqual(['a', 'b', 'c'])
  })

  it('does not wait for a process that has ended', () => {
    const timeline = new Timeline()
    timeline.expect('one')
    timeline.end('one')
    timeline.add('one', [at(1, 'a')], 1)
    expect(keys(timeline.take())).toEqual(['a'])
    timeline.add('one', [at(2, 'b')], 2)
    expect(keys(timeline.take())).toEqual(['b'])
  })
})
