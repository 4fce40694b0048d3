import assert from 'node:assert/strict'
import { assertFindings } from './findings/assert-findings.ts'
import type { Findings } from './findings/findings.ts'
import { Stage } from './stage.ts'
import type { Effort, FaultSubject, Lack } from './subject.ts'
import { watchUnhandled } from './watch-unhandled.ts'

/** One fault, and what every transport must do under it. */
export interface FaultClause {
  /** A sentence that is true of every transport. */
  readonly name: string
  /** The means that the clause needs, and that a protocol may lack. */
  readonly needs?: Lack
  /** Whether the lack always shows in this clause. Absent: no, the clause may pass by luck. */
  readonly isDecisive?: boolean
  /**
   * Rejects with an `AssertionError`, or adds problems to the findings of the stage, when the transport
   * breaks the clause.
   */
  readonly run: (stage: Stage) => Promise<void>
}

/** The least effort that proves a clause. */
export const USUAL_EFFORT: Effort = { rounds: 2, load: 500 }

/** What was seen of a transport under a clause. */
export interface Observation {
  readonly findings: Findings
  /** The error of the clause. Absent: the transport keeps the clause. */
  readonly breach?: unknown
}

/**
 * The means that the clause needs and the transport lacks, as declared. `undefined`: the whole clause
 * applies.
 */
export function lackOf(
  { needs }: FaultClause,
  { lacks = [] }: Pick<FaultSubject, 'lacks'>,
): Lack | undefined {
  return needs !== undefined && lacks.includes(needs) ? needs : undefined
}

/** Whether the clause cannot pass with this lack. The other lacks only excuse wrong answers. */
function isOfTheTransport(lack: Lack | undefined): boolean {
  return lack === 'single server' || lack === 'unnamed servers'
}

/** What a clause says that passes although it cannot with a declared lack. */
const takeItBack = (lack: Lack): string =>
  `"${lack}" is declared, but the clause passes without it: remove the lack`

/**
 * Runs one clause on new servers and transports. Resolves to what was seen, also when the transport breaks
 * the clause.
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
  let hasPassed = false
  try {
    try {
      await clause.run(stage)
      hasPassed = true
    } catch (error) {
      if (!isOfTheTransport(lack)) throw error
    } finally {
      await stage.strike()
      stopWatching()
    }
    const isForgiving = lack !== undefined && !isOfTheTransport(lack)
    assertFindings(findings, isForgiving ? 'allowed' : 'none')
    const hasShown = isForgiving ? findings.count('wrong') > 0 : !hasPassed
    if (lack !== undefined && isDecisive && !hasShown) assert.fail(takeItBack(lack))
    return { findings }
  } catch (breach) {
    return { findings, breach }
  }
}

/**
 * Runs one clause on new servers and transports, and resolves to what was seen.
 *
 * @throws {AssertionError} when the transport breaks the clause.
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
