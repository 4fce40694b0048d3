import type { Outcome } from '../measuring/compare.ts'
import { ratio } from '../measuring/figures.ts'
import type { Suite } from '../suites/suite.ts'
import { outcomeTitle } from './outcome-table.ts'

/**
 * A line for each run in which peers make more calls a second than the subject, with the ratio. A sentence
 * when there is none.
 */
export function aheadList({ subject, peers }: Suite, outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap((outcome) => {
    const ahead = peers.flatMap(({ name }) => {
      const figures = outcome.figures.get(name)
      const lead = figures && ratio(figures, outcome.figures.get(subject.name))
      return lead !== undefined && lead > 1 ? [`${name} ${lead.toFixed(2)}`] : []
    })
    return ahead.length === 0 ? [] : [`- ${outcomeTitle(outcome)}: ${ahead.join(', ')}`]
  })
  if (lines.length === 0) return 'Nowhere in this run.'
  return [`Calls a second, as a multiple of those of ${subject.name}:`, lines.join('\n')].join('\n\n')
}
