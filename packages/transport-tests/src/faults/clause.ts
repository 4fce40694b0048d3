import { assertFindings } from './assert-findings.ts'
import type { Findings } from './findings.ts'
import { Stage } from './stage.ts'
import type { Effort, FaultSubject, Lack } from './subject.ts'
import { watchUnhandled } from './watch-unhandled.ts'

/** One fault, and what every transport owes under it. */
export interface FaultClause {
  /** A sentence that is true of every transport. */
  readonly name: string
  /** What a protocol may lack that the clause needs. */
  readonly needs?: Lack
  /** Whether a protocol that lacks it cannot but show that here. Absent: no, it may have luck. */
  readonly isDecisive?: boolean
  /** Rejects with an `AssertionError`, or leaves problems among the stage's findings, when the transport does not keep it. */
  readonly run: (stage: Stage) => Promise<void>
}

/** As little as proves it. */
export const USUAL_EFFORT: Effort = { rounds: 2, load: 500 }

/** What became of a transport under a clause. */
export interface Observation {
  readonly findings: Findings
  /** What the clause fails with; absent: the transport keeps it. */
  readonly breach?: unknown
}

/** Runs one clause on servers and transports of its own, and resolves to what was seen, also when the transport does not keep it. */
export async function observeFaultClause(
  clause: FaultClause,
  subject: FaultSubject,
  effort: Effort = USUAL_EFFORT,
): Promise<Observation> {
  const stage = await Stage.set(subject, effort)
  const { findings } = stage
  const stopWatching = watchUnhandled(process, (text) => findings.report('unhandled', text))
  try {
    try {
      await clause.run(stage)
    } finally {
      await stage.strike()
      stopWatching()
    }
    const isLacking = clause.needs !== undefined && subject.lacks?.includes(clause.needs) === true
    assertFindings(findings, isLacking ? (clause.isDecisive ? 'some' : 'allowed') : 'none')
    return { findings }
  } catch (breach) {
    return { findings, breach }
  }
}

/**
 * Runs one clause on servers and transports of its own, and resolves to what was seen.
 *
 * @throws {AssertionError} when the transport does not keep it.
 */
export async function runFaultClause(
  clause: FaultClause,
  subject: FaultSubject,
  effort: Effort = USUAL_EFFORT,
): Promise<Findings> {
  const { findings, breach } = await observeFaultClause(clause, subject, effort)
  if (breach !== undefined) throw breach
  return findings
}
