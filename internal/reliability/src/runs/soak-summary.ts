import { textTable } from '@lmc/report'
import type { FaultLog } from '../faults/fault-log.ts'
import type { Tally } from './tally.ts'
import type { Trend } from './trend.ts'

/** The summary of a soak, in Markdown. */
export function soakSummary(
  minutes: number,
  trends: readonly Trend[],
  tally: Tally,
  faults: FaultLog,
): string {
  const { calls, hitShare, stale, problems } = tally
  const { wrong, hung, unhandled } = problems
  const rows = trends.map(({ name, first, last, grows }) => [
    name,
    figure(first),
    figure(last),
    grows ? 'grows' : 'flat',
  ])
  const restarts = faults.counts.get('kill and restart') ?? 0
  return [
    `${minutes} minutes, ${figure(calls)} calls, ${figure(faults.count)} faults (${figure(restarts)} ` +
      `restarts), ${(hitShare * 100).toFixed(0)} % hits:`,
    `wrong ${wrong}, hung ${hung}, unhandled ${unhandled}, stale ${figure(stale)}.`,
    '',
    textTable(['median of', 'first third', 'last third', ''], rows),
  ].join('\n')
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en')
}
