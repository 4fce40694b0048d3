import type { Outcome } from '../measuring/compare.ts'
import { ratio } from '../measuring/figures.ts'
import { textTable } from '@lmc/report'
import { toTime } from './cells.ts'

/**
 * One run as a table, with a row for each entrant. Failed entrants stand below the table, with the reason.
 *
 * @param marks the entrants with which all are compared, with a column for each.
 */
export function outcomeTable({ figures, problems }: Outcome, marks: readonly string[]): string {
  const present = marks.filter((mark) => figures.has(mark))
  const heads = ['', 'calls/s', '±', ...present.map((mark) => `x ${mark}`), 'CPU/call', 'p50', 'p99']
  const rows = Array.from(figures, ([name, own]) => [
    name,
    Math.round(own.callsPerSecond).toLocaleString('en'),
    `${Math.round(own.spread * 100)} %`,
    ...present.map((mark) => ratio(own, figures.get(mark))?.toFixed(2) ?? ''),
    `${own.cpuPerCall.toFixed(1)} µs`,
    toTime(own.p50),
    toTime(own.p99),
  ])
  const failures = Array.from(problems, ([name, problem]) => `Not ranked: ${name}: ${problem}`)
  return [textTable(heads, rows), ...failures].join('\n\n')
}

/** The title of a run above its table. */
export function outcomeTitle({ run }: Outcome): string {
  return `${run.workload.title}, ${run.inFlight === 1 ? 'one call at a time' : `${run.inFlight} in flight`}`
}
