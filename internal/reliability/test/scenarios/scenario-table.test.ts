import { Findings, type FaultClause } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import { scenarioTable } from '../../src/scenarios/scenario-table.ts'

const clause: FaultClause = { name: 'nothing is lost', run: async () => undefined }

function cellsOf(...scenario: Parameters<typeof scenarioTable>[0]): string[] {
  const [, , row = ''] = scenarioTable(scenario).split('\n')
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

describe('scenarioTable', () => {
  it('has a row for a clause: its calls, its problems, the time of calls, and its measurements', () => {
    const findings = new Findings()
    findings.durations.push(...Array.from({ length: 1001 }, (_, index) => index / 10))
    findings.report('hung', 'a get')
    findings.report('wrong', 'a get')
    findings.report('wrong', 'a set')
    findings.report('unhandled', 'an error')
    findings.report('foreign', 'a text')
    findings.note('time, ms', 7)
    expect(cellsOf({ clause, findings, isLacking: false })).toEqual([
      'nothing is lost',
      '1,001',
      '1',
      '2',
      '2',
      '99.0',
      'time: 7 ms',
    ])
  })

  it('marks wrong answers that a protocol cannot see', () => {
    const findings = new Findings()
    findings.report('wrong', 'a get')
    expect(cellsOf({ clause, findings, isLacking: true })[3]).toBe('1 †')
  })

  it('says in one line how a clause was broken', () => {
    const breach = new Error('2 problems | in 3 calls:\n- hung: a get')
    const [, , , , , , measured] = cellsOf({ clause, findings: new Findings(), isLacking: false, breach })
    expect(measured).toBe('NOT KEPT: 2 problems / in 3 calls:')
  })

  it('has no figures for calls of another process', () => {
    expect(cellsOf({ clause, findings: new Findings(), isLacking: false })).toEqual([
      'nothing is lost',
      '',
      '0',
      '0',
      '0',
      '',
      '',
    ])
  })
})
