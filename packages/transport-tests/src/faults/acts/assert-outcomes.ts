import assert from 'node:assert/strict'
import type { TransportErrorCode } from '@lmc/transport'
import type { Outcome } from '../call-watch.ts'
import { describeOutcome } from './describe-outcome.ts'

/** Asserts that every call has rejected, with this code when one is given. */
export function assertRejected(outcomes: readonly Outcome<unknown>[], code?: TransportErrorCode): void {
  const others = outcomes.filter(
    (outcome) => outcome.how !== 'rejected' || (code !== undefined && outcome.error.code !== code),
  )
  const expected = `expected all ${outcomes.length} calls to reject${code ? ` with ${code}` : ''}`
  assert.equal(others.length, 0, `${expected}; ${firstOf(others)}`)
}

/** Asserts that every call has resolved. */
export function assertResolved(outcomes: readonly Outcome<unknown>[]): void {
  const others = outcomes.filter(({ how }) => how !== 'resolved')
  const expected = `expected all ${outcomes.length} calls to resolve`
  assert.equal(others.length, 0, `${expected}; ${firstOf(others)}`)
}

/** Says how many did otherwise, and how the first of them. */
function firstOf(others: readonly Outcome<unknown>[]): string {
  const [first] = others
  return `${others.length} did not, the first ${first === undefined ? '' : describeOutcome(first)}`
}
