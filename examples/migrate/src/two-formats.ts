import { type Codec, isCodecError } from '@lmc/codec'

/** A codec that writes as one does, and reads what any of several can: the first that does not refuse. */
export function twoFormats({ writes, reads }: { writes: Codec; reads: [Codec, ...Codec[]] }): Codec {
  return {
    encode: (value) => writes.encode(value),
    decode(value, flags) {
      let refusal: unknown
      for (const codec of reads) {
        try {
          return codec.decode(value, flags)
        } catch (error) {
          if (!isCodecError(error)) throw error
          refusal ??= error
        }
      }
      throw refusal
    },
  }
}
