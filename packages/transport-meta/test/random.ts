/** Numbers by chance that a seed reproduces. */
export interface Random {
  /** A whole number from 0 on, below `limit`. */
  below(limit: number): number
  pick<T>(choices: readonly T[]): T
}

/** @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md section "Mulberry32" */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return { below, pick: (choices) => choices[below(choices.length)] as (typeof choices)[number] }
}
