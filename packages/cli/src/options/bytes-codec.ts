import { type Codec, CodecError } from '@lmc/client'
import { Flag } from '@lmc/codec'

/** Values are the bytes that the server holds, whatever their flags say. */
export const bytesCodec: Codec = {
  encode(value) {
    if (typeof value === 'string') return { value: Buffer.from(value), flags: Flag.bytes }
    if (value instanceof Uint8Array) return { value, flags: Flag.bytes }
    throw new CodecError('unsupported-type', 'Only texts and bytes are stored as they are; take --codec json')
  },
  decode: (value) => value,
}
