import type { Milliseconds } from '@lmc/transport'

/** How much is measured. */
export interface Effort {
  readonly rounds: number
  /** Sets in each round. */
  readonly sets: number
  /** How many keys the namespaces have that are listed. */
  readonly sizes: readonly number[]
  readonly listings: number
  /** How often keys are set again and again, all together. */
  readonly resets: number
  /** How many namespaces one process sets keys of. */
  readonly namespaces: readonly number[]
  /** How many keys lovely.memcached's way is tried with. */
  readonly lovelySizes: readonly number[]
  /** How many processes set keys of one namespace. */
  readonly fleets: readonly number[]
  readonly fleetRounds: number
  /** How long each round of a fleet takes. */
  readonly fleetMilliseconds: Milliseconds
}

export const FULL: Effort = {
  rounds: 15,
  sets: 20_000,
  sizes: [1_000, 10_000, 100_000, 1_000_000],
  listings: 5,
  resets: 1_000_000,
  namespaces: [100, 1_000, 20_000],
  lovelySizes: [100, 1_000, 3_000],
  fleets: [1, 4, 16, 32, 48],
  fleetRounds: 5,
  fleetMilliseconds: 2_000,
}

export const QUICK: Effort = {
  rounds: 3,
  sets: 2_000,
  sizes: [1_000, 10_000],
  listings: 3,
  resets: 50_000,
  namespaces: [100, 1_000],
  lovelySizes: [100],
  fleets: [1, 4],
  fleetRounds: 1,
  fleetMilliseconds: 500,
}
