/** A point of the ring: unsigned 32-bit, and the index of the server that owns the way up to it. */
export type Point = readonly [point: number, server: number]

/**
 * Returns the function that finds the server of a hash (unsigned 32-bit). The server owns the first point at
 * or above the hash, or the lowest point when there is none. Where two servers share a point, the one with
 * the lower index owns it.
 */
export function createRing(points: readonly Point[]): (hash: number) => number {
  const sorted = points.toSorted(([a, first], [b, second]) => a - b || first - second)
  const places = Uint32Array.from(sorted, ([point]) => point)
  const owners = Uint32Array.from(sorted, ([, server]) => server)
  return (hash) => {
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((places[middle] ?? 0) < hash) low = middle + 1
      else high = middle
    }
    return owners[low === places.length ? 0 : low] ?? 0
  }
}
