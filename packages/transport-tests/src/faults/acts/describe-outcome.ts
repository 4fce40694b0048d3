import type { Outcome } from '../call-watch.ts'

/** Says how a call has ended, as in "gave timeout: no answer within 100 ms". */
export function describeOutcome(outcome: Outcome<unknown>): string {
  if (outcome.how === 'resolved') return 'resolved'
  if (outcome.how === 'hung') return 'has not settled'
  if (outcome.how === 'foreign') return `gave ${String(outcome.error)}, which is no TransportError`
  return `gave ${outcome.error.code}: ${outcome.error.message}`
}
