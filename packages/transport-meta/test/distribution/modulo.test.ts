import fc from 'fast-check'
import { Client } from 'memjs'
import { describe, expect, it } from 'vitest'
import { modulo } from '../../src/distribution/modulo.ts'
import { memcachedKey } from './memcached-key.ts'

describe('modulo', () => {
  it('agrees with memjs on 1 to 50 servers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), memcachedKey(), (size, key) => {
        const names = Array.from({ length: size }, (_, i) => `10.1.2.${i + 1}:11211`)
        const memjs = Client.create(names.join(','))
        const pick = modulo(names.map((name) => ({ name, weight: 1 })))
        expect(pick(key)).toBe(memjs.getServer(key))
      }),
      { numRuns: 2000 },
    )
  })

  // Made with memjs 1.3.2. An answer that changes orphans every item that is stored.
  it.each([
    ['a', 3, 1],
    ['a', 10, 7],
    ['user:1', 3, 2],
    ['user:2', 10, 1],
    ['polygenelubricants', 10, 8],
    ['k'.repeat(250), 3, 2],
  ])('puts %s of %i servers on server %i', (key, size, index) => {
    const servers = Array.from({ length: size }, (_, i) => ({ name: `10.1.2.${i + 1}:11211`, weight: 1 }))
    expect(modulo(servers)(key)).toBe(index)
  })

  it('counts a server of weight 3 as three', () => {
    const weighted = modulo([
      { name: 'a:1', weight: 1 },
      { name: 'b:1', weight: 3 },
    ])
    const spelledOut = modulo(['a:1', 'b:1', 'c:1', 'd:1'].map((name) => ({ name, weight: 1 })))
    fc.assert(
      fc.property(memcachedKey(), (key) => {
        expect(weighted(key)).toBe(Math.min(spelledOut(key), 1))
      }),
    )
  })
})
