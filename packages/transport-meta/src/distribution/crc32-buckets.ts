import type { Distribution } from './distribution.ts'
import { crc32 } from './hashes/crc32.ts'
import { utf8Text } from './hashes/utf8-text.ts'
import { createSlots } from './servers/slots.ts'

/**
 * What python-memcached does: 15 bits of the key's CRC-32, modulo the weights of all servers. The order of
 * the servers counts. Nearly every key moves when a server joins or leaves.
 *
 * @see https://github.com/linsomniac/python-memcached/blob/master/memcache.py function `cmemcache_hash`
 */
export const pythonMemcached: Distribution = (servers) => {
  const { count, serverAt } = createSlots(servers)
  return (key) => serverAt((bitsOf(key) || 1) % count)
}

/**
 * What Perl's Cache::Memcached and Cache::Memcached::Fast do. It is what python-memcached does, but for one
 * key in 32,768.
 *
 * @see https://metacpan.org/pod/Cache::Memcached function `_hashfunc`
 */
export const perlMemcached: Distribution = (servers) => {
  const { count, serverAt } = createSlots(servers)
  return (key) => serverAt(bitsOf(key) % count)
}

/**
 * What gomemcache does: CRC-32 of the key, modulo the number of servers. A server with a weight counts as
 * many times, as one that is listed so often there. The order of the servers counts. Nearly every key moves
 * when a server joins or leaves.
 *
 * @see https://github.com/bradfitz/gomemcache/blob/master/memcache/selector.go method `PickServer`
 */
export const gomemcache: Distribution = (servers) => {
  const { count, serverAt } = createSlots(servers)
  return (key) => serverAt(crc32(utf8Text(key)) % count)
}

function bitsOf(key: string): number {
  return (crc32(utf8Text(key)) >>> 16) & 0x7fff
}
