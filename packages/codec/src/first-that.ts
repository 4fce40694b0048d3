import { type CodecError, isCodecError } from './codec-error.ts'
import type { Codec, Decoder } from './codec.ts'

/**
 * Makes a codec that reads what several programs have stored: each item by the first of the given ones that can read it. It stores as the
 * first codec among them.
 *
 * What more than one can read is the first one's. So a reader of another client stands before the codec of one's own when what both know,
 * such as flags 0, is to be read as the other client meant it.
 *
 * @throws {TypeError} when one of them cannot decode, or none can encode
 */
export function firstThat(...decoders: readonly (Codec | Decoder)[]): Codec {
  for (const decoder of decoders) {
    if (typeof decoder?.decode !== 'function')
      throw new TypeError('firstThat() was given something that has no decode(value, flags)')
  }
  const codec = decoders.find(isCodec)
  if (codec === undefined)
    throw new TypeError(
      'firstThat() was given no codec; expected one beside the readers, such as jsonCodec()',
    )
  return {
    encode: (value) => codec.encode(value),
    decode(value, flags) {
      const errors: CodecError[] = []
      for (const decoder of decoders) {
        try {
          return decoder.decode(value, flags)
        } catch (error) {
          if (!isCodecError(error)) throw error
          errors.push(error)
        }
      }
      // The one that knew the flags has more to say than those that did not.
      throw errors.find(({ code }) => code !== 'unknown-flags') ?? errors[0]
    },
  }
}

function isCodec(decoder: Codec | Decoder): decoder is Codec {
  return 'encode' in decoder && typeof decoder.encode === 'function'
}
