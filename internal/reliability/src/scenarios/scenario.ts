import type { FaultClause, Observation } from '@lmc/transport-tests/faults'

/** A clause, and what was seen of a transport under it. */
export interface Scenario extends Observation {
  readonly clause: FaultClause
  /** Whether the protocol of the transport lacks the means that the clause needs. */
  readonly isLacking: boolean
}
