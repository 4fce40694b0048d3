import type { Seconds } from '@lmc/client'

/** What Next.js says of an entry that never ends is longer than memcached's clock runs. */
const YEAR: Seconds = 365 * 24 * 60 * 60

/**
 * How long memcached keeps an entry: a second longer than Next.js wants it, because a lifetime of N seconds
 * lasts N - 1 to N.
 */
export function lifetimeOf(expire: Seconds = YEAR): Seconds {
  return Math.min(YEAR, Math.ceil(expire) + 1)
}
