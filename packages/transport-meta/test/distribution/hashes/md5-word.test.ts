import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { md5Word } from '../../../src/distribution/hashes/md5-word.ts'
import { memcachedKey } from '../memcached-key.ts'

function byNode(text: string): number {
  return createHash('md5').update(text).digest().readUInt32LE()
}

describe('md5Word', () => {
  it('is the first word of the digest that node:crypto gives, at every length from 0 to 300', () => {
    for (let length = 0; length <= 300; length++) {
      const text = 'x'.repeat(length)
      expect(md5Word(text), `${length} bytes`).toBe(byNode(text))
    }
  })

  it('is that for any key', () => {
    fc.assert(
      fc.property(memcachedKey(), (key) => {
        expect(md5Word(key)).toBe(byNode(key))
      }),
      { numRuns: 1000 },
    )
  })
})
