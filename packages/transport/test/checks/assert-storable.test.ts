import { describe, expect, it } from 'vitest'
import { assertStorable } from '../../src/index.ts'

const value = new Uint8Array(1)

describe('assertStorable', () => {
  it.each([undefined, {}, { flags: 0, lifetime: 0 }, { flags: 2 ** 32 - 1 }, { flags: undefined }])(
    'takes %j',
    (options) => {
      expect(() => assertStorable(value, options)).not.toThrow()
    },
  )

  it('takes a Buffer', () => {
    expect(() => assertStorable(Buffer.from('x'))).not.toThrow()
  })

  it.each([
    ['text', 'Value is string; expected a Uint8Array'],
    [null, 'Value is null; expected a Uint8Array'],
    [new ArrayBuffer(1), 'Value is ArrayBuffer; expected a Uint8Array'],
    [new Uint16Array(1), 'Value is Uint16Array; expected a Uint8Array'],
    [Object.create(null), 'Value is an object; expected a Uint8Array'],
  ])('throws for %o', (bad, message) => {
    expect(() => assertStorable(bad)).toThrow(new TypeError(message))
  })

  it.each([-1, 0.5, 2 ** 32, Number.NaN])('throws a RangeError for flags of %d', (flags) => {
    expect(() => assertStorable(value, { flags })).toThrow(
      new RangeError(`Flags are ${flags}; expected a whole number from 0 to 4294967295`),
    )
  })

  it('throws a RangeError for a lifetime of -1', () => {
    expect(() => assertStorable(value, { lifetime: -1 })).toThrow(RangeError)
  })
})
