import type { Seconds } from '@lmc/transport'

/**
 * How long memcached keeps a value: its lifetime, and the time after that in which it is stale. 0 is for
 * ever.
 */
export function wholeLifetime(lifetime: Seconds, staleFor: Seconds): Seconds {
  return lifetime === 0 ? 0 : Math.min(lifetime + staleFor, Number.MAX_SAFE_INTEGER)
}
