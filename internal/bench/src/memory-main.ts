import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { median, textTable, withFigures } from '@lmc/report'
import type { Contender } from './contenders/contender.ts'
import { transportMemjs } from './contenders/transports.ts'
import { isNodeAtLeast } from './measuring/open-entrants.ts'
import type { Memory } from './memory/take-memory.ts'
import { machine } from './pages/machine.ts'
import { clients } from './suites/clients.ts'

// What clients keep in memory, each in processes of its own.

const { values: options } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } })
const program = fileURLToPath(new URL('memory-worker-main.js', import.meta.url))
const ROUNDS = 3

async function measure({ name }: Contender): Promise<string[]> {
  const rounds: Memory[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, name])
    rounds.push(JSON.parse(stdout))
  }
  const bytes = (figure: keyof Memory): string =>
    Math.round(median(rounds.map((memory) => memory[figure]))).toLocaleString('en')
  return [name, bytes('call'), bytes('client'), bytes('connection'), bytes('connectionResident')]
}

const rows: string[][] = []
for (const contender of [clients.subject, ...clients.peers, transportMemjs])
  if (isNodeAtLeast(contender.minimumNode)) rows.push(await measure(contender))
const heads = ['bytes', 'a get in flight', 'an idle client', 'a connection', 'resident of it']
const figures = `${machine()}:\n\n${textTable(heads, rows)}`
console.log(figures)
if (!options['dry-run']) {
  const page = new URL('../../../docs/memory.md', import.meta.url)
  await writeFile(page, withFigures(await readFile(page, 'utf8'), figures))
  console.log('Written to docs/memory.md.')
}
