import { quantile, textTable } from '@lmc/report'
import { figureText } from './figure-text.ts'
import type { Scenario } from './scenario.ts'

const HEADS = ['scenario', 'calls', 'never settled', 'wrong', 'unhandled', 'p99, ms', 'measured']

/** A table of all clauses for one transport, in Markdown. */
export function scenarioTable(scenarios: readonly Scenario[]): string {
  return textTable(HEADS, scenarios.map(toRow), [0, HEADS.length - 1])
}

function toRow({ clause, findings, breach, isLacking }: Scenario): string[] {
  const { durations, figures } = findings
  const wrong = String(findings.count('wrong'))
  const measured = Array.from(figures, ([name, all]) => figureText(name, all))
  if (breach !== undefined) measured.unshift(`NOT KEPT: ${firstLine(breach)}`)
  return [
    clause.name,
    // Calls in a process of their own are not counted here.
    durations.length <= 1 ? '' : durations.length.toLocaleString('en'),
    String(findings.count('hung')),
    isLacking ? `${wrong} †` : wrong,
    String(findings.count('unhandled') + findings.count('foreign')),
    durations.length <= 1 ? '' : quantile(durations, 0.99).toFixed(1),
    measured.join('; '),
  ]
}

function firstLine(breach: unknown): string {
  const [line = ''] = (breach instanceof Error ? breach.message : String(breach)).split('\n')
  return line.replaceAll('|', '/')
}
