import assert from 'node:assert/strict'
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
  /**
   * Rejects with an `AssertionError`, or leaves problems among the stage's findings, when the transport does
   * not keep it.
   */
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

/**
 * What a clause needs and the transport is declared to lack; `undefined` when it is held to all of the
 * clause.
 */
export function lackOf(
  { needs }: FaultClause,
  { lacks = [] }: Pick<FaultSubject, 'lacks'>,
): Lack | undefined {
  return needs !== undefined && lacks.includes(needs) ? needs : undefined
}

/**
 * Whether the clause cannot hold with this lack; with the others wrong answers are forgiven, and nothing
 * else.
 */
function isOfTheTransport(lack: Lack | undefined): boolean {
  return lack === 'single server' || lack === 'unnamed servers'
}

const TAKE_IT_BACK = 'expected what was declared to be lacking to show; it did not: take it back'

/**
 * Runs one clause on servers and transports of its own, and resolves to what was seen, also when the
 * transport does not keep it.
 */
export async function observeFaultClause(
  clause: FaultClause,
  subject: FaultSubject,
  effort: Effort = USUAL_EFFORT,
): Promise<Observation> {
  const stage = await Stage.set(subject, effort)
  const { findings } = stage
  const stopWatching = watchUnhandled(process, (text) => findings.report('unhandled', text))
  const lack = lackOf(clause, subject)
  const { isDecisive = false } = clause
  try {
    try {
      await clause.run(stage)
      if (isDecisive && isOfTheTransport(lack)) assert.fail(TAKE_IT_BACK)
    } catch (error) {
      const isForgiven = isOfTheTransport(lack) && !(error instanceof Error && error.message === TAKE_IT_BACK)
      if (!isForgiven) throw error
    } finally {
      await stage.strike()
      stopWatching()
    }
    const isForgiving = lack !== undefined && !isOfTheTransport(lack)
    assertFindings(findings, isForgiving ? (isDecisive ? 'some' : 'allowed') : 'none')
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
