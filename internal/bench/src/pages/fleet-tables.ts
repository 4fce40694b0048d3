import { textTable } from '@lmc/report'
import type { Outcome } from '../measuring/compare.ts'
import { type Figures, ratio } from '../measuring/figures.ts'
import { NO_FIGURE } from './cells.ts'

/**
 * The figures of clients over several fleets: calls a second, their ratio to those of the first fleet, and
 * CPU per call. The entrants of the outcome are called `client, fleet`.
 */
export function fleetTables(
  { figures, problems }: Outcome,
  clients: readonly string[],
  fleets: readonly string[],
): string {
  const cellsOf = (client: string): readonly (Figures | undefined)[] =>
    fleets.map((fleet) => figures.get(`${client}, ${fleet}`))
  const present = clients.filter((client) => cellsOf(client).some((own) => own !== undefined))
  const table = (title: string, cell: (own: Figures, first: Figures | undefined) => string): string => {
    const rows = present.map((client) => {
      const own = cellsOf(client)
      return [client].concat(own.map((one) => (one === undefined ? NO_FIGURE : cell(one, own[0]))))
    })
    return textTable([title, ...fleets], rows)
  }
  return [
    table('calls/s', (own) => Math.round(own.callsPerSecond).toLocaleString('en')),
    table(`x ${fleets[0]}`, (own, first) => ratio(own, first)?.toFixed(2) ?? NO_FIGURE),
    table('CPU/call, µs', (own) => own.cpuPerCall.toFixed(1)),
    ...Array.from(problems, ([name, problem]) => `Not ranked: ${name}: ${problem}`),
  ].join('\n\n')
}
