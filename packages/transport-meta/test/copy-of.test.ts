import { describe, expect, it } from 'vitest'
import { copyOf } from '../src/wire/copy-of.ts'

describe('copyOf', () => {
  it.each([0, 1, 64, 65, 100, 2047, 2048, 5000])(
    'copies %i bytes, which nothing changes afterwards',
    (length) => {
      const source = new Uint8Array(10_000).fill(7)
      const copy = copyOf(source, 11, 11 + length)
      source.fill(8)
      copyOf(source, 0, 100)
      expect(copy).toBeInstanceOf(Uint8Array)
      expect(Array.from(copy)).toEqual(Array.from({ length }, () => 7))
      expect(copy.buffer).not.toBe(source.buffer)
    },
  )
})
