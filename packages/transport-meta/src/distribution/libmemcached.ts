import { assertEven } from './servers/assert-even.ts'
import { assertServers } from './servers/assert-servers.ts'
import type { Distribution } from './distribution.ts'
import { oneAtATime } from './hashes/one-at-a-time.ts'
import { utf8Text } from './hashes/utf8-text.ts'

/**
 * What libmemcached does when nobody chooses: one-at-a-time of the key, modulo the number of servers. So do
 * pylibmc, php-memcached and the tools of libmemcached as they come. The order of the servers counts. Nearly
 * every key moves when a server joins or leaves.
 *
 * A prefix that libmemcached puts before keys (PHP's `OPT_PREFIX_KEY`) takes no part there, and would here.
 *
 * @throws {RangeError} when the weights are not all the same: libmemcached does not look at them then.
 */
export const libmemcached: Distribution = (servers) => {
  assertServers(servers)
  assertEven(servers, 'libmemcached')
  return (key) => oneAtATime(utf8Text(key)) % servers.length
}
