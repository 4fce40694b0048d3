import { assertServers } from './servers/assert-servers.ts'
import type { Distribution, WeightedServer } from './distribution.ts'
import { createRing, type Point } from './ring.ts'

const POINTS_PER_SERVER = 50

/** Such a ring takes 16 MB and a second to make. */
const MOST_POINTS = 1_000_000

/**
 * The ring of the npm package `memcache` since 1.8: FNV-1a for servers and keys. A new server takes about its
 * share of the keys, and next to none moves between the old ones. Of a key beyond ASCII it takes the UTF-16
 * code units, as that package does.
 *
 * @throws {RangeError} when all weights together are above 20,000: each makes 50 points.
 */
export const npmMemcache: Distribution = (servers) => {
  assertServers(servers)
  if (servers.length === 1) return () => 0
  assertFewPoints(servers)
  const points = servers.flatMap(({ name, weight }, server) =>
    Array.from({ length: weight * POINTS_PER_SERVER }, (_, index): Point => [
      place(`${name}\0${index + 1}`),
      server,
    ]),
  )
  const find = createRing(points)
  return (key) => find(place(key))
}

function assertFewPoints(servers: readonly WeightedServer[]): void {
  const total = servers.reduce((sum, { weight }) => sum + weight, 0)
  if (total * POINTS_PER_SERVER <= MOST_POINTS) return
  throw new RangeError(
    `The weights are ${total} together, ${POINTS_PER_SERVER} points of the ring each; expected ` +
      `${MOST_POINTS / POINTS_PER_SERVER} at most`,
  )
}

/** The ring there is of signed integers, ours of unsigned ones in the same order. */
function place(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    // A product of doubles, as there, which is not exact: `Math.imul` would give other hashes.
    hash = (hash * 0x01000193) | 0
  }
  return hash + 2 ** 31
}
