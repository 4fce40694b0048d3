import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startMemcached } from '@lmc/memcached-server'
import { keyvs } from './contenders/keyv.ts'
import { compare } from './measuring/compare.ts'
import { openEntrants } from './measuring/open-entrants.ts'
import { outcomeTable, outcomeTitle } from './pages/outcome-table.ts'
import { runs } from './workloads/runs.ts'
import { machine } from './pages/machine.ts'

// Compares Keyv over our store with Keyv over @keyv/memcache.

const MARKS = keyvs.slice(0, 1).map(({ name }) => name)
const WORKLOADS = new Set(['get', 'set', 'get-many'])

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
// The forced garbage collection before each round makes the engine compile much code again. In a long round
// that is a small part.
const rounds = options.quick ? { rounds: 3, roundTime: 40 } : { rounds: 9, roundTime: 1000 }

const server = await startMemcached({ args: ['-m', '1024'] })
const entrants = await openEntrants(keyvs, { addresses: [server.address], tell: console.log })
const parts: string[] = []
for (const run of runs.filter(({ workload, inFlight }) => WORKLOADS.has(workload.name) && inFlight === 64)) {
  const outcome = await compare(run, entrants, rounds)
  const part = `## ${outcomeTitle(outcome)}\n\n${outcomeTable(outcome, MARKS)}\n`
  console.log(part)
  parts.push(part)
}
await Promise.all(entrants.map(({ worker }) => worker.close()))
await server.stop()

if (!options.quick) {
  const setting = `${machine()}; ${rounds.rounds} rounds of about ${rounds.roundTime} ms.`
  const page = [
    '# Keyv over two stores for memcached',
    `Written by \`pnpm bench:keyv\`. ${setting} Each store runs in a process of its own against the ` +
      'same memcached, in turns.',
    ...parts,
  ]
  await writeFile(new URL('../keyv.md', import.meta.url), page.join('\n\n').replaceAll('\n\n\n', '\n\n'))
  console.log('Written to keyv.md.')
}
