import { type Codec, CodecError } from '@lmc/client'
import type { Decoder } from '@lmc/codec'

/** A codec that reads the values of another client, and refuses to store any. */
export function readOnly(name: string, decoder: Decoder): Codec {
  return {
    encode() {
      throw new CodecError('unsupported-type', `--codec ${name} reads, and does not store`)
    },
    decode: (value, flags) => decoder.decode(value, flags),
  }
}
