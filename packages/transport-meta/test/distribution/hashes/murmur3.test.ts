import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedMurmur3, murmur3 } from '../../../src/distribution/hashes/murmur3.ts'
import { memcachedKey } from '../memcached-key.ts'

describe('murmur3', () => {
  // Made with pymemcache 3.5.2's `murmur3_32`.
  it.each([
    ['', 0],
    ['a', 1_009_084_850],
    ['ab', 2_613_040_991],
    ['abc', 3_017_643_002],
    ['abcd', 1_139_631_978],
    ['10.0.0.1:11211-user:1', 2_945_738_176],
  ])('of "%s" is %i', (text, hash) => {
    expect(murmur3(text)).toBe(hash)
  })

  it('is the same however the text is cut in two', () => {
    fc.assert(
      fc.property(memcachedKey(), fc.nat(250), (text, at) => {
        expect(murmur3(text.slice(at), feedMurmur3(text.slice(0, at)))).toBe(murmur3(text))
      }),
    )
  })
})
