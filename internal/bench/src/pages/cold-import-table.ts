import { textTable } from '@lmc/report'
import type { ColdImport } from '../measuring/cold-import.ts'

/** A table of the times of imports. All are compared with the first. */
export function coldImportTable(imports: readonly ColdImport[]): string {
  const [mark] = imports
  const heads = ['', 'ms', `x ${mark?.name}`, 'CPU, ms', `x ${mark?.name}`]
  const rows = imports.map(({ name, took, worked }) => [
    name,
    took.toFixed(1),
    (took / (mark?.took ?? NaN)).toFixed(2),
    worked.toFixed(1),
    (worked / (mark?.worked ?? NaN)).toFixed(2),
  ])
  return textTable(heads, rows)
}
