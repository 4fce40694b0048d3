import { loadBuiltin } from '../load-builtin.ts'
import { assertServers } from './servers/assert-servers.ts'
import type { Distribution } from './distribution.ts'
import { crc32 } from './hashes/crc32.ts'
import { utf8Text } from './hashes/utf8-text.ts'
import { toPeerName } from './servers/peer-name.ts'
import { createRing, type Point } from './ring.ts'

const POINTS_PER_SERVER = 160
const GREATEST = 0xffff_ffff

/**
 * The ring of Ruby's Dalli: SHA-1 for the servers, CRC-32 for the key. A new server takes about its share of
 * the keys, and next to none moves between the old ones.
 *
 * @see https://github.com/petergoldstein/dalli/blob/main/lib/dalli/ring.rb
 */
export const dalli: Distribution = (servers) => {
  assertServers(servers)
  if (servers.length === 1) return () => 0
  const total = servers.reduce((sum, { weight }) => sum + weight, 0)
  const points = servers.flatMap(({ name, weight }, server) => {
    const count = Math.floor((servers.length * POINTS_PER_SERVER * weight) / total)
    return Array.from({ length: count }, (_, index): Point => [
      toPoint(`${toDalliName(name)}:${index}`),
      server,
    ])
  })
  const find = createRing(points)
  return (key) => find(GREATEST - crc32(utf8Text(key)))
}

/**
 * With Dalli a key belongs to the last point before it. In our rings a key belongs to the first point behind
 * it. So this ring is turned around.
 */
function toPoint(text: string): number {
  return GREATEST - loadBuiltin('node:crypto').createHash('sha1').update(text).digest().readUInt32BE()
}

/** Dalli's `host:port`, without brackets also around IPv6, or the path of a unix socket. */
function toDalliName(name: string): string {
  const { host, port = host.startsWith('/') ? undefined : 11211 } = toPeerName(name)
  return port === undefined ? host : `${host}:${port}`
}
