import { runClause, type Subject } from './clause.ts'
import { clauses } from './clauses.ts'

/** The functions of the test runner, and the transport to test. */
export interface TestTransportOptions extends Subject {
  /** Groups tests under a name, as in vitest, jest, mocha and `node:test`. */
  readonly describe: (name: string, body: () => void) => unknown
  /** Declares a test, as in the same test runners. */
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/**
 * Declares a test for each clause of the contract. The clauses flush the servers, so use servers that hold
 * nothing else.
 */
export function testTransport(name: string, { describe, it, ...subject }: TestTransportOptions): void {
  describe(`${name} as a transport`, () => {
    for (const clause of clauses) {
      if (clause.needsConstruct !== true || subject.construct)
        it(clause.name, () => runClause(clause, subject))
    }
  })
}
