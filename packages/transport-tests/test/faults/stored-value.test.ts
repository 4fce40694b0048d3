import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStoredValue, toStoredValue } from '../../src/faults/stored-value.ts'

describe('readStoredValue', () => {
  it('reads values of toStoredValue with any key, version and length', () => {
    const key = fc.stringMatching(/^[a-z0-9-]{1,20}$/)
    fc.assert(
      fc.property(key, fc.nat(1e6), fc.integer({ min: 40, max: 3000 }), (name, version, length) => {
        const value = toStoredValue({ key: name, version }, length)
        expect(value).toHaveLength(length)
        expect(readStoredValue(value)).toEqual({ key: name, version })
      }),
    )
  })

  it('rejects a value with any one byte changed', () => {
    const value = toStoredValue({ key: 'key', version: 12 }, 50)
    for (let index = 0; index < value.length; index++) {
      const changed = value.slice()
      changed[index] = (changed[index] ?? 0) ^ 1
      const read = readStoredValue(changed)
      expect(read === undefined || read.key !== 'key' || read.version !== 12).toBe(true)
    }
  })

  it('rejects the end of one value with the beginning of another', () => {
    const [one, other] = [1, 2].map((version) => toStoredValue({ key: 'key', version }, 60))
    expect(
      readStoredValue(
        Buffer.concat(
          [one ?? [], other ?? []].map((bytes, index) =>
            Buffer.from(bytes).subarray(index * 30, 30 + index * 30),
          ),
        ),
      ),
    ).toBeUndefined()
  })
})
