import { type Distribution, ketama, ketamaUnweighted, modulo, rendezvous } from '@lmc/transport-meta'

/** By the names of `--distribution`, which server a key is on. */
export const distributions = {
  ketama,
  'ketama-unweighted': ketamaUnweighted,
  rendezvous,
  modulo,
} as const satisfies Record<string, Distribution>

export type DistributionName = keyof typeof distributions
