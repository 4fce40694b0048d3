import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/header/hex.ts'

describe('toHex and fromHex', () => {
  it('are the same as those of Buffer, for every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const digits = Buffer.from(bytes).toString('hex')
    expect(toHex(bytes)).toBe(digits)
    const written = new Uint8Array(258)
    fromHex(digits, written, 1)
    expect(written.subarray(1, -1)).toEqual(bytes)
    expect([written[0], written[257]]).toEqual([0, 0])
  })
})
