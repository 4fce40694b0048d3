import type { Lack } from '../subject.ts'

const known: readonly Lack[] = ['unchecked framing', 'unnumbered replies', 'single server', 'unnamed servers']

/** @throws {RangeError} when the clauses do not know one of the lacks. */
export function assertLacks(lacks: readonly Lack[] = []): void {
  const stray = lacks.find((lack) => !known.includes(lack))
  if (stray !== undefined) throw new RangeError(`There is no lack "${stray}"; expected ${known.join(', ')}`)
}
