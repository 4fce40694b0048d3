import assert from 'node:assert/strict'
import type { Findings } from './findings.ts'

/** How many problems a message shows. */
const SHOWN = 5

/**
 * Asserts that the findings hold nothing that a transport must not do.
 *
 * @param wrongAnswers `none` may be found; or, for a declared lack, they are `allowed`.
 * @throws {AssertionError} when there are problems. The message shows the first ones.
 */
export function assertFindings(findings: Findings, wrongAnswers: 'none' | 'allowed'): void {
  const held = findings.problems.filter(({ kind }) => wrongAnswers === 'none' || kind !== 'wrong')
  const shown = held.slice(0, SHOWN).map(({ kind, text }) => `\n- ${kind}: ${text}`)
  const problems = held.length === 1 ? '1 problem' : `${held.length} problems`
  assert.equal(held.length, 0, `${problems} in ${findings.durations.length} calls:${shown.join('')}`)
}
