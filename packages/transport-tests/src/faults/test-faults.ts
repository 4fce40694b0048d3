import { assertLacks } from './findings/assert-lacks.ts'
import { lackOf, runFaultClause } from './clause.ts'
import { faultClauses } from './fault-clauses.ts'
import type { FaultSubject } from './subject.ts'

/** The functions of the test runner, and the transport to test. */
export interface TestFaultsOptions extends FaultSubject {
  /** Groups tests under a name, as in vitest, jest, mocha and `node:test`. */
  readonly describe: (name: string, body: () => void) => unknown
  /** Declares a test, as in the same test runners. Some tests take a few seconds. */
  readonly it: (name: string, body: () => Promise<void>) => unknown
  /**
   * The names of clauses that the transport is known to break. They are left out. Tell the users of the
   * transport about them. Absent: none.
   */
  readonly shortfalls?: readonly string[]
}

/**
 * Declares a test for each fault clause.
 *
 * @throws {RangeError} when a shortfall is not the name of a clause, or a lack is unknown.
 */
export function testFaults(name: string, options: TestFaultsOptions): void {
  const { describe, it, shortfalls = [], ...subject } = options
  const stray = shortfalls.find((shortfall) => !faultClauses.some((clause) => clause.name === shortfall))
  if (stray !== undefined) throw new RangeError(`There is no clause "${stray}"`)
  assertLacks(subject.lacks)
  describe(`${name} under faults`, () => {
    for (const clause of faultClauses) {
      if (shortfalls.includes(clause.name)) continue
      const lack = lackOf(clause, subject)
      it(lack === undefined ? clause.name : `${clause.name} (but for ${lack})`, async () => {
        await runFaultClause(clause, subject)
      })
    }
  })
}
