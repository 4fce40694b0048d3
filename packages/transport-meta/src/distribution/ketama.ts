import { loadBuiltin } from '../load-builtin.ts'
import { assertServers } from './servers/assert-servers.ts'
import type { Distribution, WeightedServer } from './distribution.ts'
import { md5Word } from './hashes/md5-word.ts'
import { utf8Text } from './hashes/utf8-text.ts'
import { toPeerName } from './servers/peer-name.ts'
import { createRing, type Point } from './ring.ts'

const HASHES_PER_SERVER = 40
const POINTS_PER_HASH = 4

export interface KetamaOptions {
  /**
   * Gives what a server is called on the ring, from its name. Its points are the md5 of that and `-0`, `-1`
   * and so on. Absent: libmemcached's way, `host` when the port is 11211, else `host:port`.
   */
  readonly ringName?: (name: string) => string
}

/**
 * Returns a ketama that differs in what a server is called on the ring. `(name) => name` agrees with npm's
 * bare `hashring`, which always spells the port out. (npm's `memcached` does not: `ketama` agrees with that.)
 * With a few numbers of servers, of which 7 is the first, `hashring` rounds the shares in another way and
 * does not agree.
 */
export function createKetama({ ringName = toLibmemcachedName }: KetamaOptions = {}): Distribution {
  return (servers) => {
    assertServers(servers)
    if (servers.length === 1) return () => 0
    const find = createRing(pointsOf(servers, ringName))
    return (key) => find(md5Word(utf8Text(key)))
  }
}

/**
 * The consistent hashing that most clients of most languages have in common. A new server takes about its
 * share of the keys. Next to no key moves between the old servers. A key lives where libmemcached with
 * `MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED` puts it: pylibmc's `ketama_weighted`, PHP's
 * `OPT_LIBKETAMA_COMPATIBLE`, npm's `memcached`, twemproxy with `hash: md5` and `distribution: ketama`.
 *
 * A server whose weight is under a fortieth of the average gets no keys, there as here.
 */
export const ketama: Distribution = createKetama()

/**
 * What libmemcached calls a server on its rings: `host` when the port is 11211, else `host:port`; a unix
 * socket has port 0.
 */
export function toLibmemcachedName(name: string): string {
  const { host, port = host.startsWith('/') ? 0 : 11211 } = toPeerName(name)
  return port === 11211 ? host : `${host}:${port}`
}

function pointsOf(servers: readonly WeightedServer[], ringName: (name: string) => string): Point[] {
  const total = servers.reduce((sum, { weight }) => sum + weight, 0)
  return servers.flatMap(({ name, weight }, index) => {
    const hashes = Array.from(
      { length: hashesOf(weight, total, servers.length) },
      (_, i) => `${ringName(name)}-${i}`,
    )
    return hashes.flatMap((hash) => toPoints(hash, index))
  })
}

/** libmemcached reckons in 32-bit floats, so now and then a server gets one hash fewer than by its share. */
function hashesOf(weight: number, total: number, servers: number): number {
  const share = Math.fround(Math.fround(weight) / Math.fround(total))
  const points = Math.fround(share * HASHES_PER_SERVER * POINTS_PER_HASH)
  return Math.floor(Math.fround((points / POINTS_PER_HASH) * servers))
}

function toPoints(text: string, server: number): Point[] {
  const digest = loadBuiltin('node:crypto').createHash('md5').update(text).digest()
  return Array.from({ length: POINTS_PER_HASH }, (_, i) => [digest.readUInt32LE(i * 4), server])
}
