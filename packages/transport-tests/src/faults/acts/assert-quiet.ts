import assert from 'node:assert/strict'
import type { ProgramRun } from './run-program.ts'

/** The longest part of the standard error that a message shows, in characters. */
const SHOWN = 600

/** Asserts that a process wrote nothing to its standard error: no warning, and no unhandled error. */
export function assertQuiet({ complaint }: Pick<ProgramRun, 'complaint'>): void {
  const shown = complaint.length > SHOWN ? `${complaint.slice(0, SHOWN)}…` : complaint
  assert.equal(complaint.length, 0, `expected a process that has nothing to say; it wrote:\n${shown}`)
}
