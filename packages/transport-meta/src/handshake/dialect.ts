/** What memcached's versions do differently. */
export interface Dialect {
  /** Whether the reply to a get that finds nothing bears the number of its command. */
  readonly numbersMisses: boolean
  /** Whether `md` compares cas tokens. */
  readonly comparesOnDelete: boolean
}

/** memcached 1.6.18 and newer, and whatever else speaks meta commands. */
export const MODERN: Dialect = { numbersMisses: true, comparesOnDelete: true }

/** The first version whose commands are those of today. */
export const OLDEST = '1.6.12'

const MEMCACHED = /^1\.(\d+)\.(\d+)(?!\d)/

/**
 * Returns what a server of this version speaks, or `undefined` when the version is too old. A text that is no
 * version of memcached, as proxies and other servers give, counts as the newest.
 *
 * @see https://github.com/memcached/memcached/commit/00259610a9ffad1f6628f0125ab76691782fdb56 numbers on
 *   misses, in 1.6.18
 * @see https://github.com/memcached/memcached/commit/6c4152b636ca7fffe2dd0eb1ddcb3141a303533a comparing on
 *   `md`, in 1.6.13
 */
export function toDialect(version: string | undefined): Dialect | undefined {
  const [, minor, patch] = MEMCACHED.exec(version ?? '') ?? []
  if (minor === undefined || Number(minor) > 6) return MODERN
  const number = Number(minor) === 6 ? Number(patch) : -1
  if (number < 12) return undefined
  return { numbersMisses: number >= 18, comparesOnDelete: number >= 13 }
}
