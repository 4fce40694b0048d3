import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { textTable, withFigures } from '@lmc/report'
import { stampedeRows } from './stampede/stampede-rows.ts'
import { machine } from './pages/machine.ts'

// Measures `getOrSet` when many processes ask for one key at once, over both network transports.

const { values: options } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
})
/** A part of the name of an experiment. All names have the empty text. */
const { only } = options

const rows: string[][] = []
for (const { tried, owed, run } of stampedeRows.filter((row) => row.tried.includes(only))) {
  const row = [tried, owed, await run('meta'), await run('memjs')]
  console.log(row.join(' | '))
  rows.push(row)
}
const setting = machine()
const heads = ['experiment', 'expected', 'MetaTransport', 'MemjsTransport']
const table = textTable(heads, rows, [0, 1, 2, 3])
console.log(`\n${setting}\n\n${table}`)

if (!options['dry-run'] && only === '') {
  const page = new URL('../../../docs/stampedes.md', import.meta.url)
  await writeFile(page, withFigures(await readFile(page, 'utf8'), `${setting}:\n\n${table}`))
  console.log('Written to docs/stampedes.md.')
}
