import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCas, toCasBytes } from '../../src/wire/cas-token.ts'

describe('toCas', () => {
  it('gives the decimal digits of the number', () => {
    expect(toCas(Buffer.from('0000000000000001', 'hex'))).toBe('1')
    expect(toCas(Buffer.from('ffffffffffffffff', 'hex'))).toBe('18446744073709551615')
  })
})

describe('toCasBytes', () => {
  it('gives the bytes of every token back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (version) => {
        expect(toCas(toCasBytes(version.toString()))).toBe(version.toString())
      }),
    )
  })

  it.each(['', '0', '00', '-1', '1.5', '1e3', ' 1', 'x', '18446744073709551616', 1, 1n, undefined, null])(
    'refuses %o, which is no token',
    (cas) => expect(() => toCasBytes(cas)).toThrow(TypeError),
  )
})
