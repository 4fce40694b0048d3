import { writeFile } from 'node:fs/promises'
import { startMemcached } from '@lmc/memcached-server'
import { parseBenchOptions, USAGE } from './bench-options.ts'
import { measureColdImports } from './measuring/cold-import.ts'
import { compare, type Outcome } from './measuring/compare.ts'
import { coldImportTable } from './pages/cold-import-table.ts'
import { linePlot } from './pages/line-plot.ts'
import { openEntrants } from './measuring/open-entrants.ts'
import { outcomeTable, outcomeTitle } from './pages/outcome-table.ts'
import { printProfiles } from './pages/print-profiles.ts'
import { resultsPage } from './pages/results-page.ts'
import { PLOTTED } from './workloads/runs.ts'
import { machine } from './pages/machine.ts'

const MARKS = ['memjs 1.3.2', 'floor']
const PLOT = 'results.svg'

const options = parseBenchOptions(process.argv.slice(2))
if (options === 'help') {
  console.log(USAGE)
  process.exit()
}

// Three imports per round, since an import is short.
const imports = await measureColdImports(3 * options.rounds)
console.log(`Cold import\n\n${coldImportTable(imports)}\n`)

const server = await startMemcached({ args: ['-m', '1024'] })
const notes: string[] = []
const entrants = await openEntrants(options.contenders, {
  addresses: [server.address],
  profileFolder: options.profileFolder,
  tell: (sentence) => {
    notes.push(sentence)
    console.log(`${sentence}\n`)
  },
})

const outcomes: Outcome[] = []
for (const run of options.runs) {
  const outcome = await compare(run, entrants, options)
  outcomes.push(outcome)
  console.log(`${outcomeTitle(outcome)}\n\n${outcomeTable(outcome, MARKS)}\n`)
}
await Promise.all(entrants.map(({ worker }) => worker.close()))
await server.stop()

if (options.profileFolder !== undefined) await printProfiles(options.profileFolder)
if (options.isWritten) {
  const setting = `${machine()}; ${options.rounds} rounds of about ${options.roundTime} ms.`
  const folder = new URL('../', import.meta.url)
  await writeFile(
    new URL('results.md', folder),
    resultsPage(outcomes, { imports, setting, marks: MARKS, plot: PLOT, notes }),
  )
  await writeFile(new URL(PLOT, folder), plotOf(outcomes))
  console.log('Written to results.md.')
}

function plotOf(all: readonly Outcome[]): string {
  const plotted = all.filter(({ run }) => run.workload.name === PLOTTED)
  const title = `${plotted[0]?.run.workload.title ?? PLOTTED}: calls a second by calls in flight`
  // Without `near` and `memory`: they use no server, and all others would be flat lines at the bottom.
  const names = entrants.map(({ name }) => name).filter((name) => name !== 'near' && name !== 'memory')
  const series = names.map((name) => ({
    name,
    points: plotted.flatMap(({ run, figures }) => {
      const own = figures.get(name)
      return own ? [[run.inFlight, own.callsPerSecond] as const] : []
    }),
  }))
  return linePlot(series, { title, xTitle: 'calls in flight' })
}
