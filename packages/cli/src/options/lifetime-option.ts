import type { Lifetime } from '@lmc/client'
import { Option } from 'commander'

/** Reads a lifetime: seconds, or a number with a unit. The client refuses what is none. */
export function readLifetime(text: string): Lifetime {
  return /^\d+$/.test(text) ? Number(text) : (text as Lifetime)
}

/** The option for how long a value lives. */
export function lifetimeOption(): Option {
  return new Option('-l, --lifetime <time>', 'seconds, or 90s, 10m, 1h, 7d; 0 is for ever')
    .argParser(readLifetime)
    .default(3600, '1h')
}
