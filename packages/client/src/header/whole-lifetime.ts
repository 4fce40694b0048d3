import type { Seconds } from '@lmc/transport'

/**
 * How long memcached keeps a value that is fresh for `lifetime`, and may be given for `staleFor` after that.
 * 0 is for ever.
 */
export function wholeLifetime(lifetime: Seconds, staleFor: Seconds): Seconds {
  return lifetime === 0 ? 0 : Math.min(lifetime + staleFor, Number.MAX_SAFE_INTEGER)
}
