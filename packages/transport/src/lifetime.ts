import { clock } from './clock.ts'
import type { Seconds } from './units.ts'

/**
 * From here on memcached takes a number for a moment in time, seconds since 1970, and no longer for a
 * distance.
 */
const LONGEST_RELATIVE: Seconds = 30 * 24 * 60 * 60

/** The latest moment that memcached reads: a signed 32-bit number of seconds since 1970, in January 2038. */
const LATEST_MOMENT: Seconds = 2 ** 31 - 1

/**
 * Returns if `lifetime` is a whole number of seconds from 0 (for ever) on.
 *
 * @param name what it is called in errors.
 * @throws {TypeError} when it is no number.
 * @throws {RangeError} when it is negative, fractional, not finite or not a safe integer.
 */
export function assertLifetime(lifetime: unknown, name = 'Lifetime'): asserts lifetime is Seconds {
  if (typeof lifetime !== 'number') {
    throw new TypeError(`${name} is of type ${typeof lifetime}; expected a whole number of seconds`)
  }
  if (!Number.isSafeInteger(lifetime) || lifetime < 0) {
    throw new RangeError(`${name} is ${lifetime}; expected a whole number of seconds, 0 for ever`)
  }
}

/**
 * Converts a lifetime to memcached's `exptime`: up to 30 days it is the same number. Above, it is the moment
 * that far from `now` on this machine's clock, at the latest January 2038, where memcached's own clock ends.
 *
 * @param now milliseconds since 1970; absent: this machine's clock.
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Expiration times"
 */
export function toExptime(lifetime: Seconds, now?: number): number {
  if (lifetime <= LONGEST_RELATIVE) return lifetime
  return Math.min(Math.floor((now ?? clock.date()) / 1000) + lifetime, LATEST_MOMENT)
}
