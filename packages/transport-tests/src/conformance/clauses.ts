import { argumentClauses } from './clauses/argument-clauses.ts'
import { callClauses } from './clauses/call-clauses.ts'
import { casClauses } from './clauses/cas-clauses.ts'
import type { Clause } from './clause.ts'
import { countingClauses } from './clauses/counting-clauses.ts'
import { lifetimeClauses } from './clauses/lifetime-clauses.ts'
import { manyClauses } from './clauses/many-clauses.ts'
import { optionClauses } from './clauses/option-clauses.ts'
import { serverClauses } from './clauses/server-clauses.ts'
import { signalClauses } from './clauses/signal-clauses.ts'
import { storingClauses } from './clauses/storing-clauses.ts'
import { utf8Clauses } from './clauses/utf8-clauses.ts'

/** The promises of the contract as data, so that any test runner can run them. */
export const clauses: readonly Clause[] = [
  ...storingClauses,
  ...manyClauses,
  ...casClauses,
  ...countingClauses,
  ...lifetimeClauses,
  ...argumentClauses,
  ...utf8Clauses,
  ...callClauses,
  ...signalClauses,
  ...serverClauses,
  ...optionClauses,
]
