import { describe, expect, it } from 'vitest'
import { compressed } from '../src/compressed.ts'
import { jsonCodec } from '../src/index.ts'

/** Passes a value of a wrong type. */
const as = (value: unknown): never => value as never

const noCodec = new TypeError(
  'codec is no codec; expected an object with encode(value) and decode(value, flags)',
)
const encode = (): unknown => undefined
const decode = encode

/** A mistake, the call that makes it, and the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, error: Error])[] = [
  ['a codec that is none', () => compressed(as({})), noCodec],
  ['a codec that is undefined', () => compressed(as(undefined)), noCodec],
  ['a codec that cannot decode', () => compressed(as({ encode })), noCodec],
  ['a codec that cannot encode', () => compressed(as({ decode })), noCodec],
  [
    'a threshold that is a text',
    () => compressed(jsonCodec(), { threshold: as('1k') }),
    new TypeError('threshold is of type string; it is a number of bytes'),
  ],
  [
    'a threshold below 0',
    () => compressed(jsonCodec(), { threshold: -1 }),
    new RangeError('threshold is -1; it is a number of bytes, an integer from 0'),
  ],
  [
    'a threshold of one and a half',
    () => compressed(jsonCodec(), { threshold: 1.5 }),
    new RangeError('threshold is 1.5; it is a number of bytes, an integer from 0'),
  ],
  [
    'a maxDecompressedSize that is null',
    () => compressed(jsonCodec(), { maxDecompressedSize: as(null) }),
    new TypeError('maxDecompressedSize is of type object; it is a number of bytes'),
  ],
  [
    'a maxDecompressedSize of 0',
    () => compressed(jsonCodec(), { maxDecompressedSize: 0 }),
    new RangeError('maxDecompressedSize is 0; it is a number of bytes, an integer from 1'),
  ],
  [
    'a maxDecompressedSize of Infinity',
    () => compressed(jsonCodec(), { maxDecompressedSize: Infinity }),
    new RangeError('maxDecompressedSize is Infinity; it is a number of bytes, an integer from 1'),
  ],
]

describe('a mistake with compressed()', () => {
  it.each(mistakes)('%s', (_, call, error) => {
    expect(call).toThrow(error)
  })
})
