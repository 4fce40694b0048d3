import type { Outcome } from '../measuring/compare.ts'
import { ratio } from '../measuring/figures.ts'
import type { Suite } from '../suites/suite.ts'
import { outcomeTitle } from './outcome-table.ts'

/** A line for each run and peer with more calls a second than the subject; a sentence when there is none. */
export function aheadList({ subject, peers }: Suite, outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap((outcome) =>
    peers.flatMap(({ name }) => {
      const figures = outcome.figures.get(name)
      const lead = figures && ratio(figures, outcome.figures.get(subject.name))
      return lead !== undefined && lead > 1
        ? [`- ${outcomeTitle(outcome)}: ${name} makes ${lead.toFixed(2)} times the calls.`]
        : []
    }),
  )
  return lines.length === 0 ? 'Nowhere in this run.' : lines.join('\n')
}
