import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendBytes } from '../src/append-bytes.ts'

describe('appendBytes', () => {
  it('gives all bytes in their order, whether they were put in place or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.uint8Array()), (first, pieces) => {
        let value: Uint8Array = Uint8Array.from(first)
        const expected = [...first]
        for (const piece of pieces) {
          const longer = appendBytes(value, piece)
          expect([...value]).toEqual(expected)
          expected.push(...piece)
          expect([...longer]).toEqual(expected)
          value = longer
        }
      }),
    )
  })

  it('makes a buffer of 1,250 bytes for 1,000, and puts the next 250 there', () => {
    const value = appendBytes(new Uint8Array(900), new Uint8Array(100))
    expect(value.buffer.byteLength).toBe(1250)
    expect(appendBytes(value, new Uint8Array(250)).buffer).toBe(value.buffer)
    expect(appendBytes(value, new Uint8Array(251)).buffer).not.toBe(value.buffer)
  })
})
