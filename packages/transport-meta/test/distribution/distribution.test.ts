import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dalli,
  type Distribution,
  gomemcache,
  ketama,
  ketamaUnweighted,
  libmemcached,
  modulo,
  npmMemcache,
  perlMemcached,
  pythonMemcached,
  rendezvous,
  type WeightedServer,
} from '../../src/distribution/index.ts'
import { memcachedKey } from './memcached-key.ts'

const KEYS = Array.from({ length: 20_000 }, (_, i) => `user:${i}`)

function fleet(size: number): WeightedServer[] {
  return Array.from({ length: size }, (_, i) => ({ name: `cache-${i}.example.com:11211`, weight: 1 }))
}

/** How many of the keys live on each server. */
function countBy(servers: readonly WeightedServer[], distribution: Distribution): number[] {
  const pick = distribution(servers)
  const counts = servers.map(() => 0)
  for (const key of KEYS) counts[pick(key)] = (counts[pick(key)] ?? 0) + 1
  return counts
}

function serverNames(max: number): fc.Arbitrary<string[]> {
  const name = fc.oneof(
    fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`),
    fc.tuple(fc.ipV4(), fc.constantFrom(11211, 11212)).map(([host, port]) => `${host}:${port}`),
    fc.ipV6().map((host) => `[${host}]:11211`),
    fc.nat(1000).map((i) => `/run/memcached-${i}.sock`),
  )
  return fc.uniqueArray(name, { minLength: 1, maxLength: max })
}

function anyServers(): fc.Arbitrary<WeightedServer[]> {
  const weight = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }))
  return serverNames(30).chain((names) =>
    fc.tuple(...names.map((name) => weight.map((drawn) => ({ name, weight: drawn })))),
  )
}

function anyEvenServers(): fc.Arbitrary<WeightedServer[]> {
  return serverNames(30).map((names) => names.map((name) => ({ name, weight: 1 })))
}

function anyLightServers(): fc.Arbitrary<WeightedServer[]> {
  return serverNames(10).chain((names) =>
    fc.tuple(...names.map((name) => fc.integer({ min: 1, max: 10 }).map((weight) => ({ name, weight })))),
  )
}

const free = [
  { name: 'ketama', distribution: ketama, servers: anyServers() },
  { name: 'ketamaUnweighted', distribution: ketamaUnweighted, servers: anyEvenServers() },
  { name: 'rendezvous', distribution: rendezvous, servers: anyServers() },
  { name: 'dalli', distribution: dalli, servers: anyServers() },
  { name: 'npmMemcache', distribution: npmMemcache, servers: anyLightServers() },
]

/** Those to which the order of the servers matters, as it does to the clients that they agree with. */
const ordered = [
  { name: 'modulo', distribution: modulo, servers: anyServers() },
  { name: 'libmemcached', distribution: libmemcached, servers: anyEvenServers() },
  { name: 'pythonMemcached', distribution: pythonMemcached, servers: anyServers() },
  { name: 'perlMemcached', distribution: perlMemcached, servers: anyServers() },
  { name: 'gomemcache', distribution: gomemcache, servers: anyServers() },
]

describe.each([...free, ...ordered])('$name', ({ distribution, servers }) => {
  it('gives an index of the servers, the same one every time, for any servers and keys', () => {
    fc.assert(
      fc.property(servers, fc.array(memcachedKey(), { minLength: 1, maxLength: 20 }), (given, keys) => {
        const before = structuredClone(given)
        const pick = distribution(given)
        const picks = keys.map(pick)
        for (const index of picks) expect(given[index]).toBeDefined()
        expect(keys.map(distribution(given))).toEqual(picks)
        expect(given).toEqual(before)
      }),
    )
  })

  it.each([
    ['no server', []],
    ['a weight of 0', [{ name: 'a:1', weight: 0 }]],
    ['a weight of 1.5', [{ name: 'a:1', weight: 1.5 }]],
    ['a weight of NaN', [{ name: 'a:1', weight: Number.NaN }]],
    ['a weight of 2^32', [{ name: 'a:1', weight: 2 ** 32 }]],
    [
      'a server twice',
      [
        { name: 'a:1', weight: 1 },
        { name: 'a:1', weight: 1 },
      ],
    ],
  ])('refuses %s', (_, given) => {
    expect(() => distribution(given)).toThrow(RangeError)
  })
})

// The order of the servers must not matter, or two programs that list them differently do not share a cache.
describe.each(free)('$name, in whatever order', ({ distribution, servers }) => {
  it('finds the same server', () => {
    fc.assert(
      fc.property(servers, memcachedKey(), (given, key) => {
        const reversed = given.toReversed()
        expect(reversed[distribution(reversed)(key)]).toEqual(given[distribution(given)(key)])
      }),
    )
  })
})

describe.each([
  { name: 'ketama', distribution: ketama },
  { name: 'ketamaUnweighted', distribution: ketamaUnweighted },
  { name: 'rendezvous', distribution: rendezvous },
  { name: 'dalli', distribution: dalli },
  // Its hash spreads 50 points a server less evenly.
  { name: 'npmMemcache', distribution: npmMemcache, least: 0.4 },
])('$name, when a server joins or leaves', ({ distribution, least = 0.6 }) => {
  it.each([2, 5, 10, 30])('moves no key between the %i servers that stay', (size) => {
    const servers = fleet(size)
    const [before, after] = [distribution(servers), distribution(fleet(size + 1))]
    const moved = KEYS.filter((key) => before(key) !== after(key))
    expect(moved.filter((key) => after(key) !== size)).toEqual([])
    expect(moved.length / KEYS.length).toBeGreaterThan(least / (size + 1))
    expect(moved.length / KEYS.length).toBeLessThan(1.6 / (size + 1))
  })
})

describe('rendezvous, with weights', () => {
  it('moves no key between the servers that stay, whatever the weights', () => {
    fc.assert(
      fc.property(anyServers(), memcachedKey(), (servers, key) => {
        const newcomer = servers.length - 1
        const rest = servers.slice(0, newcomer)
        fc.pre(rest.length > 0)
        const index = rendezvous(servers)(key)
        if (index !== newcomer) expect(rendezvous(rest)(key)).toBe(index)
      }),
      { numRuns: 500 },
    )
  })
})

describe.each([
  { name: 'ketama', distribution: ketama, within: 0.25 },
  { name: 'rendezvous', distribution: rendezvous, within: 0.1 },
  { name: 'modulo', distribution: modulo, within: 0.1 },
])('$name, with the weights 1, 2, 3 and 4', ({ distribution, within }) => {
  it(`gives each server its share of ${KEYS.length} keys, give or take ${within * 100} %`, () => {
    const servers = fleet(4).map(({ name }, i) => ({ name, weight: i + 1 }))
    const shares = countBy(servers, distribution).map((count) => count / KEYS.length)
    shares.forEach((share, i) => {
      const due = (i + 1) / 10
      expect(Math.abs(share - due) / due, `server ${i} holds ${share}`).toBeLessThan(within)
    })
  })
})

describe.each([
  { name: 'ketamaUnweighted', distribution: ketamaUnweighted },
  { name: 'libmemcached', distribution: libmemcached },
])('$name, with weights', ({ distribution }) => {
  it('refuses weights that differ, for it knows none', () => {
    const servers = fleet(3).map(({ name }, i) => ({ name, weight: i + 1 }))
    expect(() => distribution(servers)).toThrow(/Weight of cache-1\.example\.com:11211 is 2/)
  })

  it('takes weights that are all the same', () => {
    const servers = fleet(3)
    const heavier = servers.map(({ name }) => ({ name, weight: 7 }))
    expect(KEYS.map(distribution(heavier))).toEqual(KEYS.map(distribution(servers)))
  })
})

describe('npmMemcache, with weights', () => {
  it('refuses what would make more than a million points', () => {
    const servers = fleet(2).map(({ name }) => ({ name, weight: 10_001 }))
    expect(() => npmMemcache(servers)).toThrow(/The weights are 20002 together/)
  })
})

describe('pythonMemcached and perlMemcached', () => {
  it('differ only for keys whose hash is 0, of which python-memcached makes 1', () => {
    const servers = fleet(3)
    const [python, perl] = [pythonMemcached(servers), perlMemcached(servers)]
    // Found with both clients.
    const key = 'key:9472'
    expect([python(key), perl(key)]).toEqual([1, 0])
    const others = KEYS.filter((one) => python(one) !== perl(one))
    expect(others).toEqual([])
  })
})
