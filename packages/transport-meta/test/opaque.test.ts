import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opaqueText, OPAQUES, readOpaque } from '../src/wire/opaque.ts'

describe('readOpaque', () => {
  it('reads what opaqueText writes, which is printable and holds no space', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (number) => {
        const text = opaqueText(number)
        expect(text).toMatch(/^[!-~]{4}$/)
        expect(readOpaque(Buffer.from(text), 0)).toBe(number % OPAQUES)
      }),
    )
  })

  it.each(['000/', '00p0', '0\r\n0', '~~~~', '    '])('takes %j for none', (text) => {
    expect(readOpaque(Buffer.from(text), 0)).toBe(-1)
  })
})
