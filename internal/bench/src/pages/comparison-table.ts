import { textTable } from '@lmc/report'
import type { Outcome } from '../measuring/compare.ts'
import { ratio } from '../measuring/figures.ts'
import type { Suite } from '../suites/suite.ts'
import { bestPeer } from './best-peer.ts'
import { NO_FIGURE, toTime } from './cells.ts'
import { outcomeTitle } from './outcome-table.ts'

/** A row for each run: the figures of the subject, and its ratio to the marks and to the best peer. */
export function comparisonTable(suite: Suite, outcomes: readonly Outcome[]): string {
  const marks = suite.marks.map(({ name }) => name)
  const heads = ['', 'calls/s', ...marks.map((mark) => `x ${mark}`), 'x best peer', 'best peer']
  const rows = outcomes.flatMap((outcome) => {
    const own = outcome.figures.get(suite.subject.name)
    if (own === undefined) return []
    const best = bestPeer(suite, outcome)
    const shares = [...marks.map((mark) => outcome.figures.get(mark)), best?.figures]
    return [
      [
        outcomeTitle(outcome),
        Math.round(own.callsPerSecond).toLocaleString('en'),
        ...shares.map((other) => ratio(own, other)?.toFixed(2) ?? NO_FIGURE),
        best?.name ?? NO_FIGURE,
        `${own.cpuPerCall.toFixed(1)} µs`,
        toTime(own.p50),
        toTime(own.p99),
      ],
    ]
  })
  return textTable([...heads, 'CPU/call', 'p50', 'p99'], rows, [0, heads.length - 1])
}
