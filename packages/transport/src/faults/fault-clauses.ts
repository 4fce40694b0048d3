import type { FaultClause } from './clause.ts'
import { closingClauses } from './clauses/closing-clauses.ts'
import { damageClauses } from './clauses/damage-clauses.ts'
import { keyClauses } from './clauses/key-clauses.ts'
import { loadClauses } from './clauses/load-clauses.ts'
import { outageClauses } from './clauses/outage-clauses.ts'
import { processClauses } from './clauses/process-clauses.ts'
import { silenceClauses } from './clauses/silence-clauses.ts'
import { streamClauses } from './clauses/stream-clauses.ts'

/** All that a transport owes its users when servers and networks fail, as data, so that any test runner can run it. */
export const faultClauses: readonly FaultClause[] = [
  ...loadClauses,
  ...streamClauses,
  ...outageClauses,
  ...silenceClauses,
  ...damageClauses,
  ...closingClauses,
  ...processClauses,
  ...keyClauses,
]
