import { textTable } from '@lmc/report'
import { folders } from '../packed-packages.ts'
import type { Runtime } from './runtime.ts'

export interface MatrixResult {
  /** A row for each package, and a column for each runtime. */
  readonly table: string
  /** Which programs failed, and what they printed. */
  readonly failures: readonly string[]
}

/** Runs the programs of all packages, one after the other. */
export async function runMatrix(runtimes: readonly Runtime[]): Promise<MatrixResult> {
  const failures: string[] = []
  const rows: string[][] = []
  for (const name of folders) {
    const cells = [`\`${name}\``]
    for (const runtime of runtimes) {
      if (!runtime.packages.includes(name)) cells.push('')
      else
        try {
          await runtime.run(name)
          cells.push('runs')
        } catch (error) {
          failures.push(`${name} in ${runtime.name}: ${String(error)}`)
          cells.push('FAILS')
        }
    }
    rows.push(cells)
  }
  const heads = ['package', ...runtimes.map((runtime) => runtime.name)]
  return { table: textTable(heads, rows, [...heads.keys()]), failures }
}
