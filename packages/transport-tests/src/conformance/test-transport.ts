import { runClause, type Subject } from './clause.ts'
import { clauses } from './clauses.ts'

/** The test runner's own functions and the transport to be tested. */
export interface TestTransportOptions extends Subject {
  /** Groups tests under a name, as in vitest, jest, mocha and `node:test`. */
  readonly describe: (name: string, body: () => void) => unknown
  /** Declares a test, likewise. */
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/**
 * Declares a test for each clause of the contract. The clauses flush the servers: use some that hold nothing
 * else.
 */
export function testTransport(name: string, { describe, it, ...subject }: TestTransportOptions): void {
  describe(`${name} as a transport`, () => {
    for (const clause of clauses) {
      if (clause.needsConstruct !== true || subject.construct)
        it(clause.name, () => runClause(clause, subject))
    }
  })
}
