import { TransportError } from '@lmc/transport'
import { describe, expect, it } from 'vitest'
import { assertRejected, assertResolved } from '../../../src/faults/acts/assert-outcomes.ts'
import type { Outcome } from '../../../src/faults/call-watch.ts'

const resolved: Outcome<unknown> = { how: 'resolved', value: true }
const late: Outcome<unknown> = { how: 'rejected', error: new TransportError('timeout', 'no answer') }
const odd: Outcome<unknown> = { how: 'foreign', error: new Error('get() is not implemented yet') }
const hung: Outcome<unknown> = { how: 'hung' }

/** The first line of what is thrown. */
function messageOf(run: () => void): string {
  try {
    run()
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? ''
  }
  return 'nothing is thrown'
}

describe('assertResolved', () => {
  it.each([
    [[resolved, resolved], 'nothing is thrown'],
    [[resolved, late], 'expected all 2 calls to resolve; 1 did not, the first gave timeout: no answer'],
    [
      [odd, late, resolved],
      'expected all 3 calls to resolve; 2 did not, the first gave Error: get() is not implemented yet, ' +
        'which is no TransportError',
    ],
    [[hung], 'expected all 1 calls to resolve; 1 did not, the first has not settled'],
  ])('tells how many did not, and what the first gave', (outcomes, message) => {
    expect(messageOf(() => assertResolved(outcomes))).toBe(message)
  })
})

describe('assertRejected', () => {
  it.each([
    [[late, late], undefined, 'nothing is thrown'],
    [[late], 'timeout' as const, 'nothing is thrown'],
    [
      [late, late],
      'connection' as const,
      'expected all 2 calls to reject with connection; 2 did not, the first gave timeout: no answer',
    ],
    [[late, resolved], undefined, 'expected all 2 calls to reject; 1 did not, the first resolved'],
  ])('tells how many did not, and what the first gave: %#', (outcomes, code, message) => {
    expect(messageOf(() => assertRejected(outcomes, code))).toBe(message)
  })
})
