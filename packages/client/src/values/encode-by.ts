import type { Codec } from '@lmc/codec'
import { assertStorable, isThenable, type Item } from '@lmc/transport'

/**
 * Gives a value as the codec does.
 *
 * @throws {TypeError} {RangeError} when the codec gives something else than bytes and flags, before anything is sent.
 * @throws what the codec throws.
 */
export function encodeBy(codec: Codec, value: unknown): Item {
  const encoded: unknown = codec.encode(value)
  if (!isEncoded(encoded)) {
    // Whoever has made a promise of it sees this error, and not the promise's.
    if (isThenable(encoded)) encoded.then(undefined, () => {})
    const expected = 'expected { value, flags }, bytes and a number, and no promise'
    throw new TypeError(`The codec's encode() gave something else than a codec gives; ${expected}`)
  }
  assertStorable(encoded.value, encoded)
  return encoded
}

function isEncoded(encoded: unknown): encoded is Item {
  return (
    typeof encoded === 'object' &&
    encoded !== null &&
    'value' in encoded &&
    'flags' in encoded &&
    typeof encoded.flags === 'number'
  )
}
