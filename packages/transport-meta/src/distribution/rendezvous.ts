import { assertServers } from './servers/assert-servers.ts'
import type { Distribution } from './distribution.ts'
import { feedMurmur3, murmur3 } from './hashes/murmur3.ts'
import { toPeerName } from './servers/peer-name.ts'

/**
 * Each server draws a lot for the key, and the highest wins. When a server joins, only the keys that it wins
 * move. When a server leaves, only its keys move. With equal weights a key lives where pymemcache's
 * `HashClient` puts it. The cost of a call grows with the number of servers.
 *
 * @see https://pymemcache.readthedocs.io/en/latest/apidoc/pymemcache.client.rendezvous.html
 */
export const rendezvous: Distribution = (servers) => {
  assertServers(servers)
  if (servers.length === 1) return () => 0
  const isEven = servers.every(({ weight }) => weight === servers[0]?.weight)
  const drawers = servers.map(({ name, weight }, index) => {
    const drawer = toPymemcacheName(name)
    return { index, name: drawer, weight: isEven ? undefined : weight, prefix: feedMurmur3(`${drawer}-`) }
  })
  return (key) => {
    const text = toPymemcacheText(key)
    let winner = { index: 0, name: '' }
    let highest = -1
    for (const drawer of drawers) {
      const hash = murmur3(text, drawer.prefix)
      const lot = drawer.weight === undefined ? hash : toWeightedLot(hash, drawer.weight)
      if (lot > highest || (lot === highest && drawer.name > winner.name)) {
        winner = drawer
        highest = lot
      }
    }
    return winner.index
  }
}

/**
 * A server of weight 2 wins twice as many keys as one of weight 1. Grows with the hash, so that equal weights
 * order as none.
 *
 * @see https://en.wikipedia.org/wiki/Rendezvous_hashing section "Weighted rendezvous hash"
 */
function toWeightedLot(hash: number, weight: number): number {
  return -weight / Math.log((hash + 0.5) / 2 ** 32)
}

/** pymemcache's `host:port`, without brackets also around IPv6, or the path of a unix socket. */
function toPymemcacheName(name: string): string {
  const { host, port } = toPeerName(name)
  return port === undefined ? host : `${host}:${port}`
}

/** pymemcache hashes the characters of a key, not its bytes: the lowest eight bits of each code point. */
function toPymemcacheText(key: string): string {
  if (!/\P{ASCII}/u.test(key)) return key
  return Array.from(key, (character) => String.fromCharCode((character.codePointAt(0) ?? 0) & 0xff)).join('')
}
