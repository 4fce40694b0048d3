import { type Codec, CodecError } from '@lmc/codec'

/** A codec for JSON at these flags, and for nothing else: as another client stores its objects. */
export function jsonAt(expected: number): Codec {
  return {
    encode(value) {
      const text: string | undefined = JSON.stringify(value)
      if (text === undefined) throw new CodecError('unsupported-type', `JSON has no ${typeof value}`)
      return { value: Buffer.from(text), flags: expected }
    },
    decode(value, flags) {
      if (flags !== expected) throw new CodecError('unknown-flags', `Flags are ${flags}, not ${expected}`)
      try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value))
      } catch (cause) {
        throw new CodecError('malformed', 'The stored value is no JSON', { cause })
      }
    },
  }
}
