import { readFile, writeFile } from 'node:fs/promises'
import { startMemcached } from '@lmc/memcached-server'
import { withFigures } from '@lmc/report'
import { parseBenchOptions } from './bench-options.ts'
import { compare, type Entrant } from './measuring/compare.ts'
import { openEntrants } from './measuring/open-entrants.ts'
import { distributionTable } from './pages/distribution-table.ts'
import { fleetTables } from './pages/fleet-tables.ts'
import { outcomeTitle } from './pages/outcome-table.ts'
import { printProfiles } from './pages/print-profiles.ts'
import { clients } from './suites/clients.ts'
import type { Suite } from './suites/suite.ts'
import { startProxy } from './measuring/start-proxy.ts'

// The cost of more servers for one client, ours and others. All servers are on this machine. Takes the
// options of the bench. With LMC_MEMCACHED_PROXY, a memcached built with its proxy, it also measures through
// the proxy.

const COUNTS = [1, 3, 10, 50]
const BEHIND_PROXY = 3
const suite: Suite = {
  ...clients,
  marks: [],
  others: [],
  workloads: clients.workloads.filter(({ name }) => ['get', 'set', 'get-many'].includes(name)),
  inFlight: [64],
}

const options = parseBenchOptions(process.argv.slice(2), suite)
if (options === 'help') throw new Error('The options are those of `pnpm bench --help`')

const tables: string[] = []
const tell = (title: string, table: string): void => {
  console.log(`${title}\n\n${table}\n`)
  tables.push(`${title}:\n\n${table}`)
}

tell('Finding the server of a key of 32 bytes', distributionTable(COUNTS.filter((count) => count > 1)))

const servers = await Promise.all(
  Array.from({ length: Math.max(...COUNTS) }, () => startMemcached({ args: ['-t', '1', '-m', '64'] })),
)
const addresses = servers.map(({ address }) => address)
const fleets = COUNTS.map((count) => ({
  name: `${count} server${count === 1 ? '' : 's'}`,
  addresses: addresses.slice(0, count),
}))

const proxyBinary = process.env['LMC_MEMCACHED_PROXY']
if (proxyBinary === undefined)
  console.log('LMC_MEMCACHED_PROXY names no memcached with a proxy: measured without one.\n')
else {
  const proxy = await startProxy(proxyBinary, addresses.slice(0, BEHIND_PROXY))
  servers.push(proxy)
  fleets.push({ name: `proxy, ${BEHIND_PROXY} servers`, addresses: [proxy.address] })
}

const entrants: Entrant[] = []
for (const fleet of fleets) {
  // The proxy does not speak the protocol of all clients.
  const isProxied = fleet.addresses.length === 1 && fleet !== fleets[0]
  const opened = await openEntrants(isProxied ? [suite.subject] : options.contenders, {
    addresses: fleet.addresses,
    profileFolder: options.profileFolder,
    tell: console.log,
  })
  for (const { name, worker } of opened) entrants.push({ name: `${name}, ${fleet.name}`, worker })
}
for (const run of options.runs) {
  const outcome = await compare(run, entrants, options)
  const fleetNames = fleets.map(({ name }) => name)
  const names = options.contenders.map(({ name }) => name)
  tell(outcomeTitle(outcome), fleetTables(outcome, names, fleetNames))
}
await Promise.all(entrants.map(({ worker }) => worker.close()))
await Promise.all(servers.map((server) => server.stop()))
if (options.profileFolder !== undefined) await printProfiles(options.profileFolder)

if (options.isWritten) {
  const page = new URL('../../../docs/scaling.md', import.meta.url)
  await writeFile(page, withFigures(await readFile(page, 'utf8'), tables.join('\n\n')))
  console.log('Written to docs/scaling.md.')
}
