import type { FaultClause } from './clause.ts'
import { changedByteClauses } from './clauses/wire/changed-byte-clauses.ts'
import { closingClauses } from './clauses/servers/closing-clauses.ts'
import { garbageClauses } from './clauses/wire/garbage-clauses.ts'
import { hugeValueClauses } from './clauses/calls/huge-value-clauses.ts'
import { keyClauses } from './clauses/calls/key-clauses.ts'
import { messageClauses } from './clauses/calls/message-clauses.ts'
import { secretClauses } from './clauses/calls/secret-clauses.ts'
import { abortingClauses } from './clauses/process/aborting-clauses.ts'
import { fakedTimerClauses } from './clauses/process/faked-timer-clauses.ts'
import { heldLoopClauses } from './clauses/process/held-loop-clauses.ts'
import { livingClauses } from './clauses/process/living-clauses.ts'
import { memoryClauses } from './clauses/process/memory-clauses.ts'
import { nameClauses } from './clauses/process/name-clauses.ts'
import { flushClauses } from './clauses/servers/flush-clauses.ts'
import { knockingClauses } from './clauses/servers/knocking-clauses.ts'
import { politeCloseClauses } from './clauses/servers/polite-close-clauses.ts'
import { loadClauses } from './clauses/calls/load-clauses.ts'
import { misplacedReplyClauses } from './clauses/wire/misplaced-reply-clauses.ts'
import { outageClauses } from './clauses/servers/outage-clauses.ts'
import { endingClauses } from './clauses/process/ending-clauses.ts'
import { silenceClauses } from './clauses/servers/silence-clauses.ts'
import { streamClauses } from './clauses/wire/stream-clauses.ts'

/**
 * What a transport must do when servers and networks fail: clauses as data, so that any test runner can run
 * them.
 */
export const faultClauses: readonly FaultClause[] = [
  ...loadClauses,
  ...streamClauses,
  ...outageClauses,
  ...silenceClauses,
  ...misplacedReplyClauses,
  ...changedByteClauses,
  ...garbageClauses,
  ...closingClauses,
  ...endingClauses,
  ...keyClauses,
  ...flushClauses,
  ...politeCloseClauses,
  ...knockingClauses,
  ...livingClauses,
  ...memoryClauses,
  ...abortingClauses,
  ...fakedTimerClauses,
  ...heldLoopClauses,
  ...nameClauses,
  ...hugeValueClauses,
  ...secretClauses,
  ...messageClauses,
]
