import {
  dalli,
  type Distribution,
  gomemcache,
  ketama,
  ketamaUnweighted,
  libmemcached,
  modulo,
  npmMemcache,
  perlMemcached,
  pythonMemcached,
  rendezvous,
} from '@lmc/transport-meta'

/** By the names of `--distribution`, which server a key is on. */
export const distributions = {
  ketama,
  'ketama-unweighted': ketamaUnweighted,
  rendezvous,
  modulo,
  libmemcached,
  'python-memcached': pythonMemcached,
  'perl-memcached': perlMemcached,
  gomemcache,
  dalli,
  'npm-memcache': npmMemcache,
} as const satisfies Record<string, Distribution>

export type DistributionName = keyof typeof distributions
