import { lackOf, runFaultClause } from './clause.ts'
import { faultClauses } from './fault-clauses.ts'
import type { FaultSubject } from './subject.ts'

/** The test runner's own functions and the transport to be tested. */
export interface TestFaultsOptions extends FaultSubject {
  /** Groups tests under a name, as in vitest, jest, mocha and `node:test`. */
  readonly describe: (name: string, body: () => void) => unknown
  /** Declares a test, likewise; some take a few seconds. */
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/** Declares a test for each clause of what a transport owes under faults. */
export function testFaults(name: string, { describe, it, ...subject }: TestFaultsOptions): void {
  describe(`${name} under faults`, () => {
    for (const clause of faultClauses) {
      const lack = lackOf(clause, subject)
      it(lack === undefined ? clause.name : `${clause.name} (but for ${lack})`, async () => {
        await runFaultClause(clause, subject)
      })
    }
  })
}
