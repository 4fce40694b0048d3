import { assertEven } from './servers/assert-even.ts'
import { assertServers } from './servers/assert-servers.ts'
import type { Distribution } from './distribution.ts'
import { oneAtATime } from './hashes/one-at-a-time.ts'
import { utf8Text } from './hashes/utf8-text.ts'
import { toLibmemcachedName } from './ketama.ts'
import { createRing } from './ring.ts'

const POINTS_PER_SERVER = 100

/**
 * The consistent hashing of libmemcached with `MEMCACHED_BEHAVIOR_KETAMA` and no hash chosen, as by `ketama:
 * True` of pylibmc. Its ring and its hash differ from those of `ketama`, and it is less even. For sharing a
 * cache with such programs.
 *
 * @throws {RangeError} when the weights are not all the same: this ring knows none.
 */
export const ketamaUnweighted: Distribution = (servers) => {
  assertServers(servers)
  assertEven(servers, 'this ring')
  if (servers.length === 1) return () => 0
  const find = createRing(
    servers.flatMap(({ name }, index) =>
      Array.from(
        { length: POINTS_PER_SERVER },
        (_, i) => [oneAtATime(`${toLibmemcachedName(name)}-${i}`), index] as const,
      ),
    ),
  )
  return (key) => find(oneAtATime(utf8Text(key)))
}
