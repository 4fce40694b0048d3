import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startMemcached } from '@lmc/memcached-server'
import { linePlot } from './pages/line-plot.ts'
import { compareBuilds } from './tracker/compare-builds.ts'
import { compareSets } from './tracker/compare-sets.ts'
import { FULL, QUICK } from './tracker/effort.ts'
import { listingTable, measureListings } from './tracker/measure-listings.ts'
import { IN_FLIGHT_EACH } from './tracker/fleet-task.ts'
import { type FleetFigures, fleetTable, measureFleet } from './tracker/measure-fleet.ts'
import { measureGrowth } from './tracker/measure-growth.ts'
import { lovelyTable, measureLovely } from './tracker/measure-lovely.ts'
import { measureNamespaces } from './tracker/measure-namespaces.ts'
import { IN_FLIGHT } from './tracker/open-cache.ts'
import { trackerPage } from './tracker/tracker-page.ts'
import { machine } from './pages/machine.ts'

// The cost of the list of keys over MetaTransport, and of lovely.memcached's way over memjs, at sizes where
// that way works.

const PLOT = 'tracker.svg'
const PLOT_TITLE = 'Microseconds per key that is listed'
const FLEET_PLOT = 'tracker-fleet.svg'
const FLEET_PLOT_TITLE = 'Tracked sets a second, as a share of untracked ones'
/** A listing of fewer keys is mostly round trips. */
const LEAST_PLOTTED = 1000

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** The folder of another commit of this repository, built. */
    base: { type: 'string' },
  },
})
const effort = options.quick ? QUICK : FULL

const sections: (readonly [title: string, table: string])[] = []
const tell = (title: string, table: string): void => {
  console.log(`${title}\n\n${table}\n`)
  sections.push([title, table])
}

const server = await startMemcached({ args: ['-m', '1024'] })
tell(`Sets of 100 B a second, ${IN_FLIGHT} in flight`, await compareSets(server.address, effort))
const listings = await measureListings(server.address, effort)
tell('Listing by keys()', listingTable(listings))
await server.stop()
if (options.base !== undefined)
  tell(
    `Tracked sets of 100 B a second by one process, ${IN_FLIGHT} in flight, beside an earlier build`,
    await compareBuilds(options.base, effort),
  )
tell(`Sets of 100 B a second to many namespaces, ${IN_FLIGHT} in flight`, await measureNamespaces(effort))
tell(`1,000 keys set ${effort.resets.toLocaleString('en')} times`, await measureGrowth(effort))
const fleets: FleetFigures[] = []
for (const servers of [1, 4])
  for (const members of effort.fleets) fleets.push(await measureFleet(members, servers, effort))
tell(`Sets of 100 B a second by a fleet, ${IN_FLIGHT_EACH} in flight each`, fleetTable(fleets))
const lovely = await measureLovely(effort)
tell("lovely.memcached's way over memjs 1.3.2", lovelyTable(lovely))

if (!options.quick) {
  const folder = new URL('../', import.meta.url)
  const setting = machine()
  const plots = [
    [PLOT_TITLE, PLOT],
    [FLEET_PLOT_TITLE, FLEET_PLOT],
  ] as const
  const page = trackerPage({ setting, sections, plots })
  await writeFile(new URL('tracker.md', folder), page)
  await writeFile(new URL(PLOT, folder), plotOf())
  await writeFile(new URL(FLEET_PLOT, folder), fleetPlotOf())
  console.log('Written to tracker.md.')
}

function plotOf(): string {
  const points = (
    all: readonly { readonly size: number; readonly milliseconds: number }[],
  ): (readonly [number, number])[] =>
    all
      .filter(({ size }) => size >= LEAST_PLOTTED)
      .map(({ size, milliseconds }) => [size, (milliseconds * 1000) / size] as const)
  return linePlot(
    [
      { name: 'keys()', points: points(listings) },
      { name: 'lovely.memcached', points: points(lovely) },
    ],
    { title: PLOT_TITLE, xTitle: 'keys' },
  )
}

function fleetPlotOf(): string {
  const pointsOf = (count: number): (readonly [number, number])[] =>
    fleets.filter(({ servers }) => servers === count).map(({ members, ratio }) => [members, ratio] as const)
  return linePlot(
    [
      { name: 'one server', points: pointsOf(1) },
      { name: 'four servers', points: pointsOf(4) },
    ],
    { title: FLEET_PLOT_TITLE, xTitle: 'processes' },
  )
}
