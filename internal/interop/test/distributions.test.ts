import NpmMemcached from 'memcached'
import { createNode, Memcache } from 'memcache'
import { ketama, npmMemcache, type WeightedServer } from '@lmc/transport-meta'
import { describe, expect, it } from 'vitest'
import { fleets, pickedKeys } from '../src/fleets.ts'

const named = (servers: readonly (readonly [name: string, weight: number])[]): WeightedServer[] =>
  servers.map(([name, weight]) => ({ name, weight }))

const shown = fleets.map(
  (servers) => [servers.map(([name, weight]) => `${name} x${weight}`).join(', '), servers] as const,
)

describe('npmMemcache', () => {
  it.each(shown)("finds each of 2,000 keys on the server of npm's memcache: %s", (_, servers) => {
    const nodes = servers.map(([name, weight]) => {
      const [, host = '', port = '0'] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(name) ?? []
      return createNode(host, Number(port), { weight })
    })
    const { hash } = new Memcache({ nodes })
    const pick = npmMemcache(named(servers))
    for (const key of pickedKeys) expect(servers[pick(key)]?.[0], key).toBe(hash.getNodesByKey(key)[0]?.id)
  })
})

/** The parts of memcached 2.2.2 that its types do not have. */
interface WithRing {
  readonly HashRing: { readonly get: (key: string) => string }
}

describe('ketama', () => {
  // Without sockets and IPv6, which have other names on that ring. `hashring` also rounds the shares of
  // uneven weights in another way.
  const alike = shown.filter(([, servers]) =>
    servers.every(([name, weight]) => /^\d/.test(name) && weight === 1),
  )
  it.each(alike)("finds each of 2,000 keys on the server of npm's memcached: %s", (_, servers) => {
    const client = new NpmMemcached(servers.map(([name]) => name)) as unknown as WithRing
    const pick = ketama(named(servers))
    for (const key of pickedKeys) expect(servers[pick(key)]?.[0], key).toBe(client.HashRing.get(key))
  })
})
