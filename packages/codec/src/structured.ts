import { parse, stringify } from 'devalue'
import { besideJson } from './beside-json.ts'
import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { Flag } from './flag.ts'
import { viewInfo } from './structured/view-info.ts'
import { whyNotStructured } from './structured/why-not-structured.ts'
import { decodeUtf8 } from './text/decode-utf8.ts'
import { encodeUtf8 } from './text/encode-utf8.ts'

/** How instances of classes are stored. A class has the same name in both tables. */
export interface StructuredCodecOptions {
  /** Each is shown every part of a value: it gives what to store of an instance of its class, and something falsy for all else. */
  readonly reducers?: Readonly<Record<string, (part: unknown) => unknown>>
  /** Each makes an instance again of what the reducer of its name has given. */
  readonly revivers?: Readonly<Record<string, (stored: unknown) => unknown>>
}

/**
 * Makes the codec that keeps what `structuredClone` keeps: `Date`, `Map`, `Set`, bigints, `RegExp`, typed arrays, `undefined`, `NaN`, `-0`,
 * and objects that occur twice or hold themselves. It keeps `URL` and `URLSearchParams`, too.
 *
 * Texts, numbers and bytes are stored as by `jsonCodec`. What `jsonCodec` has stored is read. The package `devalue` has to be installed.
 */
export function structuredCodec({ reducers = {}, revivers = {} }: StructuredCodecOptions = {}): Codec {
  return besideJson({
    flags: Flag.text | Flag.structured,
    encode(value) {
      try {
        return encodeUtf8(stringify(value, { ...reducers }, { operations: { viewInfo } }))
      } catch (error) {
        throw whyNotStructured(error)
      }
    },
    decode(value) {
      const text = decodeUtf8(value)
      try {
        return parse(text, { ...revivers })
      } catch {
        // What `parse` throws may quote the value.
        throw new CodecError(
          'malformed',
          'Stored value is of structuredCodec by its flags, but cannot be parsed',
        )
      }
    },
  })
}
