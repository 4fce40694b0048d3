import type { WeightedServer } from '../distribution.ts'

/**
 * Returns when all weights are the same.
 *
 * @param what a distribution that knows no weights, for the message
 * @throws {RangeError} that names the first server with another weight.
 */
export function assertEven(servers: readonly WeightedServer[], what: string): void {
  const uneven = servers.find(({ weight }) => weight !== servers[0]?.weight)
  if (uneven === undefined) return
  throw new RangeError(
    `Weight of ${uneven.name} is ${uneven.weight}; expected that of all the others, for ${what} knows none`,
  )
}
