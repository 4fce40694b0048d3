import type { ColdImport } from '../measuring/cold-import.ts'
import type { Outcome } from '../measuring/compare.ts'
import { coldImportTable } from './cold-import-table.ts'
import { outcomeTable, outcomeTitle } from './outcome-table.ts'
import { textTable } from '@lmc/report'
import { ratio } from '../measuring/figures.ts'

export interface ResultsContext {
  /** The times of imports in new processes. */
  readonly imports: readonly ColdImport[]
  /** The machine and the settings, a line of Markdown. */
  readonly setting: string
  /** The names of the entrants with which all are compared. */
  readonly marks: readonly string[]
  /** The file with the plot, beside the page. */
  readonly plot: string
  /** Sentences about contenders that were left out. */
  readonly notes: readonly string[]
}

/** The page that the bench writes, as Markdown. */
export function resultsPage(
  outcomes: readonly Outcome[],
  { imports, setting, marks, plot, notes }: ResultsContext,
): string {
  return [
    '# What the clients do',
    `Written by \`pnpm bench\`. ${setting}`,
    'Each client runs in a process of its own against the same memcached. The clients take turns in ' +
      'each round. ' +
      'Figures are the medians of the rounds, `±` is half the distance of their quartiles. CPU is ' +
      'user and system ' +
      "time of the client's process, without the server. Only ratios within one run mean anything: " +
      'another machine ' +
      'has other figures.',
    '`floor` is the speed that a socket allows a program with no other work. `near` is `meta` behind ' +
      '`nearTransport`, which keeps read items for a second. `memory` has no server.',
    ...notes,
    ...marks.map((mark) => `## Calls a second against ${mark}\n\n${overview(outcomes, mark)}`),
    `## Calls a second by calls in flight\n\n![Calls a second by calls in flight](${plot})`,
    `## Cold import\n\nIn a new process each time.\n\n${coldImportTable(imports)}`,
    '## All figures',
    ...outcomes.map((outcome) => `### ${outcomeTitle(outcome)}\n\n${outcomeTable(outcome, marks)}`),
  ]
    .join('\n\n')
    .concat('\n')
}

/** A row for each run, a column for each entrant. */
function overview(outcomes: readonly Outcome[], mark: string): string {
  const names = [...new Set(outcomes.flatMap(({ figures }) => [...figures.keys()]))]
  const rows = outcomes.map((outcome) => [
    outcomeTitle(outcome),
    ...names.map((name) => {
      const own = outcome.figures.get(name)
      return (own && ratio(own, outcome.figures.get(mark))?.toFixed(2)) ?? '-'
    }),
  ])
  return textTable(['', ...names], rows)
}
