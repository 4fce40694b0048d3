import type { FaultClause } from './clause.ts'
import { changedByteClauses } from './clauses/changed-byte-clauses.ts'
import { closingClauses } from './clauses/closing-clauses.ts'
import { garbageClauses } from './clauses/garbage-clauses.ts'
import { keyClauses } from './clauses/key-clauses.ts'
import { loadClauses } from './clauses/load-clauses.ts'
import { misplacedReplyClauses } from './clauses/misplaced-reply-clauses.ts'
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
  ...misplacedReplyClauses,
  ...changedByteClauses,
  ...garbageClauses,
  ...closingClauses,
  ...processClauses,
  ...keyClauses,
]
