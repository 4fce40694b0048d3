import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { withFigures } from '@lmc/report'
import { contenders } from './scenarios/contenders.ts'
import { playScenarios } from './scenarios/play-scenarios.ts'
import { parseScenarioOptions, USAGE } from './scenarios/scenario-options.ts'
import { scenarioTable } from './scenarios/scenario-table.ts'

const PAGE = new URL('../../../docs/reliability.md', import.meta.url)

const options = parseScenarioOptions(process.argv.slice(2), contenders)
if (options === 'help') {
  console.log(USAGE)
  process.exit()
}

const parts: string[] = []
for (const contender of options.contenders) {
  const { name, isOurs } = contender
  console.log(`\n${name}`)
  const scenarios = await playScenarios({
    ...options,
    subject: await contender.toSubject(),
    onScenario: ({ clause, breach }) =>
      console.log(`${breach === undefined ? 'kept' : 'NOT KEPT'}: ${clause.name}`),
  })
  const table = scenarioTable(scenarios)
  console.log(`\n${table}`)
  parts.push(`### ${name}\n\n${table}`)
  if (isOurs && scenarios.some(({ breach }) => breach !== undefined)) process.exitCode = 1
}

if (options.isWritten && process.exitCode !== 1) {
  const { rounds, load } = options.effort
  const setting =
    `Written by \`pnpm scenarios\`: Node ${process.versions.node}, ${process.platform} ${process.arch}, ` +
    `${availableParallelism()} CPUs; ${rounds} rounds, ${load / 1000} s of load.`
  const figures = [setting, ...parts].join('\n\n')
  await writeFile(PAGE, withFigures(await readFile(PAGE, 'utf8'), figures))
  console.log('\nWritten into docs/reliability.md.')
}
