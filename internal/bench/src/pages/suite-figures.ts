import type { ColdImport } from '../measuring/cold-import.ts'
import type { Outcome } from '../measuring/compare.ts'
import type { Suite } from '../suites/suite.ts'
import { coldImportTable } from './cold-import-table.ts'
import { comparisonTable } from './comparison-table.ts'
import { outcomeTitle } from './outcome-table.ts'
import { aheadList } from './ahead-list.ts'
import { workloadTables } from './workload-tables.ts'

export interface FiguresContext {
  /** The machine and the settings. */
  readonly setting: string
  /** Sentences about contenders that were left out. */
  readonly notes: readonly string[]
  /** The times of imports in new processes; empty when they were not measured. */
  readonly imports: readonly ColdImport[]
  /** The file with the plot, beside the page. */
  readonly plot: string | undefined
}

/** The figures of a suite as Markdown: all of them, and the part that says how the subject stands. */
export function suiteFigures(
  suite: Suite,
  outcomes: readonly Outcome[],
  { setting, notes, imports, plot }: FiguresContext,
): { readonly summary: string; readonly text: string } {
  const summary = [
    `### How ${suite.subject.name} stands`,
    comparisonTable(suite, outcomes),
    `### Where another client is ahead of ${suite.subject.name}`,
    aheadList(suite, outcomes),
  ].join('\n\n')
  const problems = outcomes.flatMap((outcome) =>
    Array.from(outcome.problems, ([name, problem]) => `- ${outcomeTitle(outcome)}: ${name}: ${problem}`),
  )
  const workloads = new Set(outcomes.map(({ run }) => run.workload))
  const text = [
    setting,
    ...notes,
    summary,
    ...(plot === undefined ? [] : [`![Calls a second by calls in flight](${plot})`]),
    ...(imports.length === 0 ? [] : [`### Cold import\n\n${coldImportTable(imports)}`]),
    ...Array.from(workloads, (workload) =>
      [
        `### ${workload.title}`,
        ...workloadTables(outcomes.filter(({ run }) => run.workload === workload)),
      ].join('\n\n'),
    ),
    ...(problems.length === 0 ? [] : [`### Not ranked\n\n${problems.join('\n')}`]),
  ].join('\n\n')
  return { summary, text }
}
