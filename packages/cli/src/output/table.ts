import type { Output } from './output.ts'
import { printable } from './printable.ts'

/** A column of a table. Figures stand to the right. */
export interface Column {
  readonly head: string
  readonly isFigure?: boolean
}

const NO_LINES = Object.fromEntries(
  [
    'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right',
    'left left-mid mid mid-mid right right-mid',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => [name, '']),
)

/** Writes a table without lines, its columns as wide as what is in them. */
export async function writeTable(
  output: Output,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  // Loaded where it is used: most commands write no table, and start sooner.
  const { default: Table } = await import('cli-table3')
  const table = new Table({
    head: columns.map(({ head }) => output.style('bold', head)),
    colAligns: columns.map(({ isFigure }) => (isFigure === true ? 'right' : 'left')),
    chars: { ...NO_LINES, middle: '  ' },
    // By itself the table would colour pipes as well.
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  for (const row of rows) table.push(row.map(printable))
  for (const line of table.toString().split('\n')) await output.line(line.trimEnd())
}
