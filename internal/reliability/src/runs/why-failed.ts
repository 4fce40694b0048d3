import type { FaultLog } from '../faults/fault-log.ts'
import type { Tally } from './tally.ts'

/** When a smaller share of the reads finds a value, too little was checked. */
const LEAST_HIT_SHARE = 0.1

/** The reasons why a run has failed, a sentence for each. Empty: the run has passed. */
export function whyFailed({ problems, calls, hitShare, counted, loads }: Tally, faults: FaultLog): string[] {
  const found = Object.entries(problems)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${count}; expected 0`)
  // A run that did nothing proves nothing.
  if (calls === 0) found.push('No call was made')
  if (counted === 0) found.push('Nothing was counted')
  if (loads === 0) found.push('No load was judged')
  if (faults.count === 0) found.push('No fault was played')
  if (hitShare < LEAST_HIT_SHARE) {
    const share = `${(hitShare * 100).toFixed(1)} %`
    found.push(`${share} of the reads found something; expected ${LEAST_HIT_SHARE * 100} % at least`)
  }
  return found
}
