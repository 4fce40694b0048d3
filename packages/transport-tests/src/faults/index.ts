/** @module faults */

export { holdLoop } from './acts/hold-loop.ts'
export { CallWatch, type Outcome } from './call-watch.ts'
export {
  type FaultClause,
  type Observation,
  observeFaultClause,
  runFaultClause,
  USUAL_EFFORT,
} from './clause.ts'
export { faultClauses } from './fault-clauses.ts'
export { Findings, type Problem, type ProblemKind } from './findings/findings.ts'
export { Ledger, type Verdict } from './ledger.ts'
export { createRandom, type Random } from './proxy/create-random.ts'
export { FaultProxy } from './proxy/fault-proxy.ts'
export type { Script, Step } from './proxy/script.ts'
export { Stage, type StageOpenOptions } from './stage.ts'
export { StagedServer } from './staged-server.ts'
export { differences, readStoredValue, toStoredValue, type ValueName } from './stored-value.ts'
export type { Effort, FaultSubject, Lack, OpenOptions, RunningServer } from './subject.ts'
export { testFaults, type TestFaultsOptions } from './test-faults.ts'
export { Traffic, type TrafficContext } from './traffic.ts'
export { watchUnhandled } from './watch-unhandled.ts'
