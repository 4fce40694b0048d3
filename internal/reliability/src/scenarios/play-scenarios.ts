import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Effort,
  type FaultClause,
  type FaultSubject,
  observeFaultClause,
} from '@lmc/transport-tests/faults'
import type { Scenario } from './scenario.ts'

/** How long to wait for errors that a clause has left behind, in milliseconds. */
const AFTERWARDS = 50

export interface PlayOptions {
  readonly subject: FaultSubject
  readonly clauses: readonly FaultClause[]
  readonly effort: Effort
  /** Called with each scenario at its end. */
  readonly onScenario: (scenario: Scenario) => void
}

/** Runs the clauses on a transport, one after the other. */
export async function playScenarios({
  subject,
  clauses,
  effort,
  onScenario,
}: PlayOptions): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  let isPlaying = true
  // An error between two clauses belongs to the first one.
  const listener = (error: unknown): void => {
    if (!isPlaying) scenarios.at(-1)?.findings.report('unhandled', `afterwards: ${String(error)}`)
  }
  process.on('uncaughtException', listener).on('unhandledRejection', listener)
  for (const clause of clauses) {
    isPlaying = true
    const isLacking = clause.needs !== undefined && subject.lacks?.includes(clause.needs) === true
    const scenario = { clause, isLacking, ...(await observeFaultClause(clause, subject, effort)) }
    isPlaying = false
    scenarios.push(scenario)
    onScenario(scenario)
    await sleep(AFTERWARDS)
  }
  process.off('uncaughtException', listener).off('unhandledRejection', listener)
  return scenarios
}
