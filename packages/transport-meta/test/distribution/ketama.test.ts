import fc from 'fast-check'
import HashRing from 'hashring'
import { describe, expect, it } from 'vitest'
import { createKetama, toLibmemcachedName } from '../../src/distribution/ketama.ts'
import { memcachedKey } from './memcached-key.ts'

function fleet(size: number, port: number): string[] {
  return Array.from({ length: size }, (_, i) => `10.1.2.${i + 1}:${port}`)
}

describe('createKetama', () => {
  // The shares are reckoned in doubles there, in floats by libmemcached; at these sizes both give every
  // server 160 points.
  it.each([2, 3, 4, 6, 8, 10, 16, 20, 32])(
    'agrees with hashring on %i servers by names with a port',
    (size) => {
      const names = fleet(size, 11311)
      const oracle = new HashRing(names)
      const pick = createKetama()(names.map((name) => ({ name, weight: 1 })))
      fc.assert(
        fc.property(memcachedKey(), (key) => {
          expect(names[pick(key)]).toBe(oracle.get(key))
        }),
        { numRuns: 1000 },
      )
    },
  )

  it('with a ringName agrees with hashring on port 11211 too, which always spells the port out', () => {
    const names = fleet(6, 11211)
    const oracle = new HashRing(names)
    const pick = createKetama({ ringName: (name) => name })(names.map((name) => ({ name, weight: 1 })))
    fc.assert(
      fc.property(memcachedKey(), (key) => {
        expect(names[pick(key)]).toBe(oracle.get(key))
      }),
      { numRuns: 1000 },
    )
  })

  it('agrees with hashring on the weights 1, 2, 1 and 4', () => {
    const names = fleet(4, 11311)
    const servers = [1, 2, 1, 4].map((weight, i) => ({ name: names[i] ?? '', weight }))
    const oracle = new HashRing(Object.fromEntries(servers.map(({ name, weight }) => [name, { weight }])))
    const pick = createKetama()(servers)
    fc.assert(
      fc.property(memcachedKey(), (key) => {
        expect(names[pick(key)]).toBe(oracle.get(key))
      }),
      { numRuns: 1000 },
    )
  })

  it('gives a server nothing whose weight is a thousandth of the other', () => {
    const pick = createKetama()([
      { name: 'a:1', weight: 1 },
      { name: 'b:1', weight: 1000 },
    ])
    fc.assert(
      fc.property(memcachedKey(), (key) => {
        expect(pick(key)).toBe(1)
      }),
    )
  })
})

describe('toLibmemcachedName', () => {
  it.each([
    ['cache.example.com:11211', 'cache.example.com'],
    ['cache.example.com:11212', 'cache.example.com:11212'],
    ['cache.example.com', 'cache.example.com'],
    ['[2001:db8::1]:11211', '2001:db8::1'],
    ['[2001:db8::1]:11212', '2001:db8::1:11212'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['/run/memcached.sock', '/run/memcached.sock:0'],
    ['/run/a:11211', '/run/a:11211:0'],
  ])('calls %s %s', (name, called) => {
    expect(toLibmemcachedName(name)).toBe(called)
  })
})
