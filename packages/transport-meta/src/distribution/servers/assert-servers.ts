import type { WeightedServer } from '../distribution.ts'

const GREATEST_WEIGHT = 2 ** 32 - 1

/**
 * Returns when there is at least one server, no name comes twice, and every weight is a whole number from 1
 * to 2^32 - 1.
 *
 * @throws {RangeError} that names the server.
 */
export function assertServers(servers: readonly WeightedServer[]): void {
  if (servers.length === 0) throw new RangeError('No servers; expected at least one')
  const names = new Set<string>()
  for (const { name, weight } of servers) {
    if (names.has(name)) throw new RangeError(`Server ${name} is there twice; give it a weight instead`)
    names.add(name)
    if (!Number.isInteger(weight) || weight < 1 || weight > GREATEST_WEIGHT) {
      throw new RangeError(
        `Weight of ${name} is ${weight}; expected a whole number from 1 to ${GREATEST_WEIGHT}`,
      )
    }
  }
}
