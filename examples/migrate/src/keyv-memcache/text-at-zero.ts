import { type Codec, CodecError } from '@lmc/codec'

/** A codec for texts at flags 0, which is what Keyv gives @keyv/memcache to store. */
export const textAtZero: Codec = {
  encode(value) {
    if (typeof value !== 'string') throw new CodecError('unsupported-type', `${typeof value} is no text`)
    return { value: Buffer.from(value), flags: 0 }
  },
  decode(value, flags) {
    if (flags !== 0) throw new CodecError('unknown-flags', `Flags are ${flags}, not 0`)
    return Buffer.from(value.buffer, value.byteOffset, value.length).toString()
  },
}
