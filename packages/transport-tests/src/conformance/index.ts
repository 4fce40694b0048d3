/** @module conformance */

export { type Clause, runClause, type Stage, type Subject } from './clause.ts'
export { clauses } from './clauses.ts'
export { testTransport, type TestTransportOptions } from './test-transport.ts'
