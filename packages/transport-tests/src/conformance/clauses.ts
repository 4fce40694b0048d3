import { argumentClauses } from './argument-clauses.ts'
import { callClauses } from './call-clauses.ts'
import { casClauses } from './cas-clauses.ts'
import type { Clause } from './clause.ts'
import { countingClauses } from './counting-clauses.ts'
import { lifetimeClauses } from './lifetime-clauses.ts'
import { manyClauses } from './many-clauses.ts'
import { optionClauses } from './option-clauses.ts'
import { serverClauses } from './server-clauses.ts'
import { signalClauses } from './signal-clauses.ts'
import { storingClauses } from './storing-clauses.ts'

/** All that the contract promises of a transport, as data, so that any test runner can run it. */
export const clauses: readonly Clause[] = [
  ...storingClauses,
  ...manyClauses,
  ...casClauses,
  ...countingClauses,
  ...lifetimeClauses,
  ...argumentClauses,
  ...callClauses,
  ...signalClauses,
  ...serverClauses,
  ...optionClauses,
]
