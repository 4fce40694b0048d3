import { type CodecError, isCodecError } from './codec-error.ts'
import type { Codec, Decoder } from './codec.ts'

/**
 * Makes a codec that reads the items of several programs. The first decoder that can read an item reads it.
 * The first codec stores.
 *
 * The order matters for flags that several decoders read, such as 0. To read these as another client means
 * them, put its reader before your own codec.
 *
 * @throws {TypeError} when an argument has no `decode`, or none has `encode`
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
      // The error of a decoder that knew the flags says more than the others.
      throw errors.find(({ code }) => code !== 'unknown-flags') ?? errors[0]
    },
  }
}

function isCodec(decoder: Codec | Decoder): decoder is Codec {
  return 'encode' in decoder && typeof decoder.encode === 'function'
}
