import { textTable } from '@lmc/report'
import type { Outcome } from '../measuring/compare.ts'
import type { Figures } from '../measuring/figures.ts'
import { NO_FIGURE } from './cells.ts'

type Cell = (figures: Figures) => string

const TABLES: readonly (readonly [title: string, cell: Cell])[] = [
  ['Calls a second', ({ callsPerSecond }) => Math.round(callsPerSecond).toLocaleString('en')],
  ['CPU per call, µs', ({ cpuPerCall }) => cpuPerCall.toFixed(1)],
  [
    'p50 / p99, ms',
    ({ p50, p99 }) =>
      p50 === undefined || p99 === undefined ? NO_FIGURE : `${p50.toFixed(2)} / ${p99.toFixed(2)}`,
  ],
]

/** All figures of one workload: a row for each contender, a column for each number of calls in flight. */
export function workloadTables(outcomes: readonly Outcome[]): string[] {
  const names = [...new Set(outcomes.flatMap(({ figures }) => [...figures.keys()]))]
  return TABLES.map(([title, cell]) => {
    const cellOf = (name: string, { figures }: Outcome): string => {
      const own = figures.get(name)
      return own ? cell(own) : NO_FIGURE
    }
    const rows = names.map((name) => [name].concat(outcomes.map((outcome) => cellOf(name, outcome))))
    return textTable([title, ...outcomes.map(({ run }) => `${run.inFlight}`)], rows)
  })
}
