import type { Verdict } from '@lmc/transport-tests/faults'

/** What an answer is worth, and why, where it is not right. */
export interface Judgement {
  readonly verdict: Verdict
  readonly why: string
}

export const RIGHT: Judgement = { verdict: 'right', why: '' }

export function wrong(why: string): Judgement {
  return { verdict: 'wrong', why }
}
