import { readFile, writeFile } from 'node:fs/promises'
import { startMemcached } from '@lmc/memcached-server'
import { withFigures } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'
import type { BenchOptions } from './bench-options.ts'
import { type ColdImport, measureColdImports } from './measuring/cold-import.ts'
import { compare, type Outcome } from './measuring/compare.ts'
import { openEntrants } from './measuring/open-entrants.ts'
import { coldImportTable } from './pages/cold-import-table.ts'
import { linePlot } from './pages/line-plot.ts'
import { machine } from './pages/machine.ts'
import { startRedis } from './measuring/start-redis.ts'
import { outcomeTable, outcomeTitle } from './pages/outcome-table.ts'
import { printProfiles } from './pages/print-profiles.ts'
import { suiteFigures } from './pages/suite-figures.ts'
import type { Suite } from './suites/suite.ts'

/** On a busy machine, runs that are late have fewer rounds, so that all together take about so long. */
const LONGEST: Milliseconds = 8 * 60_000

const NODE = process.versions.node.split('.')[0] ?? ''

/**
 * Measures a suite, prints the tables, and writes the figures into the part of the suite's page.
 */
export async function runSuite(suite: Suite, options: BenchOptions): Promise<void> {
  const startedAt = Date.now()
  const imports = suite.measuresImports === true ? await importsOf(options.rounds) : []
  const notes: string[] = []
  const server = await startMemcached({ args: ['-m', '1024'] })
  const isOverRedis = options.contenders.some((contender) => contender.server === 'redis')
  const redis = isOverRedis ? await startRedis() : undefined
  const entrants = await openEntrants(options.contenders, {
    addresses: [server.address],
    redis: redis?.address,
    profileFolder: options.profileFolder,
    tell: (sentence) => {
      notes.push(sentence)
      console.log(`${sentence}\n`)
    },
  })

  const marks = suite.marks.map(({ name }) => name)
  const outcomes: Outcome[] = []
  // Many calls in flight come first: they warm the code up soonest.
  const order = options.runs.toSorted((a, b) => b.inFlight - a.inFlight)
  for (const workload of new Set(options.runs.map((run) => run.workload))) {
    for (const run of order.filter((one) => one.workload === workload)) {
      const share = (outcomes.length + 1) / options.runs.length
      const endBy = startedAt + share * LONGEST
      const outcome = await compare(run, entrants, { ...options, endBy })
      outcomes.push(outcome)
      console.log(`${outcomeTitle(outcome)}\n\n${outcomeTable(outcome, marks)}\n`)
    }
  }
  await Promise.all(entrants.map(({ worker }) => worker.close()))
  await server.stop()
  await redis?.stop()
  outcomes.sort((a, b) => options.runs.indexOf(a.run) - options.runs.indexOf(b.run))

  if (options.profileFolder !== undefined) await printProfiles(options.profileFolder)
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  const setting =
    `${machine()}${redis === undefined ? '' : `, Redis ${redis.version}`}; ` +
    `${options.rounds} rounds of about ${options.roundTime} ms; ` +
    `the whole run took ${seconds} seconds.`
  const plot = suite.plotted && `${suite.page}-node-${NODE}.svg`
  const figures = suiteFigures(suite, outcomes, { setting, notes, imports, plot })
  console.log(figures.summary)
  if (!options.isWritten) return
  const page = new URL(`../${suite.page}.md`, import.meta.url)
  await writeFile(page, withFigures(await readFile(page, 'utf8'), figures.text, suite.part ?? `node-${NODE}`))
  if (plot !== undefined) await writeFile(new URL(`../${plot}`, import.meta.url), plotOf(suite, outcomes))
  console.log(`Written to ${suite.page}.md.`)
}

async function importsOf(rounds: number): Promise<ColdImport[]> {
  const imports = await measureColdImports(rounds)
  console.log(`Cold import\n\n${coldImportTable(imports)}\n`)
  return imports
}

/** Without the others: some of them use no server, and would leave no room for the rest. */
function plotOf({ marks, subject, peers, plotted }: Suite, all: readonly Outcome[]): string {
  const outcomes = all.filter(({ run }) => run.workload === plotted)
  const series = [...marks, subject, ...peers].map(({ name }) => ({
    name,
    points: outcomes.flatMap(({ run, figures }) => {
      const own = figures.get(name)
      return own ? [[run.inFlight, own.callsPerSecond] as const] : []
    }),
  }))
  const title = `${plotted?.title}, Node ${NODE}: calls a second by calls in flight`
  return linePlot(
    series.filter(({ points }) => points.length > 0),
    { title, xTitle: 'calls in flight' },
  )
}
