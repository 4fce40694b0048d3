import type { FaultClause, Observation } from '@lmc/transport-tests/faults'

/** A clause, and what became of a transport under it. */
export interface Scenario extends Observation {
  readonly clause: FaultClause
  /** Whether the transport's protocol has no means for what the clause needs. */
  readonly isLacking: boolean
}
