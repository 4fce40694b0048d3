import type { Problem } from '@lmc/transport-tests/faults'

/** So many problems are told in full. */
const SHOWN = 20

/** Gives a function that tells the first problems, each with the seed of the run that it was found in. */
export function problemTeller(seed: number, tell: (text: string) => void): (problem: Problem) => void {
  let count = 0
  return ({ kind, text }) => {
    if (++count <= SHOWN) tell(`${kind} (seed ${seed}): ${text}`)
  }
}
