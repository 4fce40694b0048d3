import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portions } from '../src/calls/portions.ts'

describe('portions', () => {
  it('holds all keys in order, in portions of 16 KiB of lines and so many keys at most', () => {
    const keys = fc.array(fc.string({ minLength: 1, maxLength: 250 }), { maxLength: 400 })
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 500 }), (all, most) => {
        const found = [...portions(all, { most, mostBytes: 16 * 1024 })]
        expect(found.flat()).toEqual(all)
        for (const portion of found) {
          expect(portion.length).toBeGreaterThan(0)
          expect(portion.length).toBeLessThanOrEqual(most)
          expect(portion.reduce((sum, key) => sum + key.length + 32, 0)).toBeLessThanOrEqual(16 * 1024)
        }
      }),
    )
  })

  it('puts 100 short keys into one', () => {
    const share = { most: 10_000, mostBytes: 16 * 1024 }
    const keys = Array.from({ length: 100 }, (_, index) => `key:${index}`)
    expect([...portions(keys, share)]).toEqual([keys])
    expect([...portions([], share)]).toEqual([])
  })
})
