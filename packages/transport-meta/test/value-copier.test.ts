import { describe, expect, it } from 'vitest'
import { ValueCopier } from '../src/wire/value-copier.ts'

describe('ValueCopier', () => {
  it.each([0, 1, 64, 65, 100, 2047, 2048, 5000])(
    'copies %i bytes, with and without others behind them, and nothing changes them afterwards',
    (length) => {
      const source = Uint8Array.from({ length: 10_000 }, (_, index) => index)
      const expected = Array.from(source.subarray(11, 11 + length))
      const copier = new ValueCopier(source)
      const copies = [copier.copy(11, 11 + length, 11 + length), copier.copy(11, 11 + length, 10_000)]
      source.fill(8)
      copier.forget()
      copier.copy(0, 100, 10_000)
      for (const copy of copies) {
        expect(copy).toBeInstanceOf(Uint8Array)
        expect(Array.from(copy)).toEqual(expected)
        expect(copy.buffer).not.toBe(source.buffer)
      }
    },
  )

  it('copies 500 values that come together, each as it was, into pieces of 8 KiB at most', () => {
    const source = Uint8Array.from({ length: 65_000 }, (_, index) => index % 251)
    const before = source.slice()
    const copier = new ValueCopier(source)
    const starts = Array.from({ length: 500 }, (_, index) => index * 130)
    const copies = starts.map((start) => copier.copy(start, start + 100, source.length))
    source.fill(8)
    for (const [index, start] of starts.entries()) {
      expect(Array.from(copies[index] ?? [])).toEqual(Array.from(before.subarray(start, start + 100)))
      expect(copies[index]?.buffer.byteLength).toBeLessThanOrEqual(8192)
    }
    expect(new Set(copies.map(({ buffer }) => buffer)).size).toBeLessThan(10)
  })

  it('takes nothing of what it copied before the source was written to', () => {
    const source = new Uint8Array(1000).fill(1)
    const copier = new ValueCopier(source)
    copier.copy(0, 100, 1000)
    source.fill(2)
    copier.forget()
    expect(copier.copy(0, 100, 1000)[0]).toBe(2)
  })
})
