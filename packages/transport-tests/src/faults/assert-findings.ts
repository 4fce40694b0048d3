import assert from 'node:assert/strict'
import type { Findings } from './findings.ts'

/** How many problems are shown. */
const SHOWN = 5

/**
 * Returns if nothing was found that no transport may do.
 *
 * @param wrongAnswers `none`, or what a protocol that lacks a means is held to: `allowed`, or `some` where
 *   the lack has to show.
 * @throws {AssertionError} that shows the first problems.
 */
export function assertFindings(findings: Findings, wrongAnswers: 'none' | 'allowed' | 'some'): void {
  const held = findings.problems.filter(({ kind }) => wrongAnswers === 'none' || kind !== 'wrong')
  const shown = held.slice(0, SHOWN).map(({ kind, text }) => `\n- ${kind}: ${text}`)
  const problems = held.length === 1 ? '1 problem' : `${held.length} problems`
  assert.equal(held.length, 0, `${problems} in ${findings.durations.length} calls:${shown.join('')}`)
  if (wrongAnswers !== 'some') return
  assert.notEqual(
    findings.count('wrong'),
    0,
    'expected what was declared to be lacking to show; it did not: take it back',
  )
}
