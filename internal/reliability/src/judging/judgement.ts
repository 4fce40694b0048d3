import type { Verdict } from '@lmc/transport-tests/faults'

/** The verdict about an answer, with a reason when the answer is not right. */
export interface Judgement {
  readonly verdict: Verdict
  readonly why: string
}

export const RIGHT: Judgement = { verdict: 'right', why: '' }

export function wrong(why: string): Judgement {
  return { verdict: 'wrong', why }
}
