import type { Codec } from '@lmc/codec'
import { assertStorable, isThenable, type Item } from '@lmc/transport'

/**
 * Encodes a value with the codec, and checks the result.
 *
 * @throws {TypeError} {RangeError} when the codec does not return bytes and flags. Nothing is sent then.
 * @throws the error of the codec.
 */
export function encodeBy(codec: Codec, value: unknown): Item {
  const encoded: unknown = codec.encode(value)
  if (!isEncoded(encoded)) {
    // An `encode` that returns a promise throws the error below. The rejection of the promise is ignored.
    if (isThenable(encoded)) encoded.then(undefined, () => {})
    const expected = 'expected { value, flags }, bytes and a number, and no promise'
    throw new TypeError(`The codec's encode() gave something else than a codec gives; ${expected}`)
  }
  assertStorable(encoded.value, encoded)
  return encoded
}

function isEncoded(encoded: unknown): encoded is Item {
  if (typeof encoded !== 'object' || encoded === null) return false
  const { value, flags }: Partial<Item> = encoded
  return value !== undefined && typeof flags === 'number'
}
