import type { FaultLog } from '../faults/fault-log.ts'
import type { Tally } from './tally.ts'

/** The figures of a run, with a line for each. */
export function tallyLines(tally: Tally, faults: FaultLog): string[] {
  const { calls, resolved, rejected, hits, hitShare, counted, loads, stale, longest, problems } = tally
  const codes = Array.from(rejected, ([code, count]) => `${code} ${figure(count)}`)
  const kinds = Array.from(faults.counts, ([name, count]) => `${name} ${count}`)
  return [
    `calls      ${figure(calls)}: ${figure(resolved)} resolved; rejected: ${codes.join(', ') || 'none'}`,
    `hits       ${figure(hits)}, ${(hitShare * 100).toFixed(1)} % of what was read`,
    `counted    ${figure(counted)}`,
    `loads      ${figure(loads)} judged`,
    `longest    ${figure(Math.round(longest))} ms`,
    `faults     ${figure(faults.count)}: ${kinds.toSorted().join(', ')}`,
    `wrong      ${problems.wrong}`,
    `hung       ${problems.hung}`,
    `foreign    ${problems.foreign}`,
    `unhandled  ${problems.unhandled}`,
    `stale      ${figure(stale)}`,
  ]
}

function figure(value: number): string {
  return value.toLocaleString('en')
}
