import type { Problem } from '@lmc/transport-tests/faults'

/** How many problems are printed. */
const SHOWN = 20

/** Returns a function that prints the first problems, each with the seed of the run. */
export function problemTeller(seed: number, tell: (text: string) => void): (problem: Problem) => void {
  let count = 0
  return ({ kind, text }) => {
    if (++count <= SHOWN) tell(`${kind} (seed ${seed}): ${text}`)
  }
}
