/** @module structured */

import { parse, stringify } from 'devalue'
import { besideJson } from './beside-json.ts'
import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { Flag } from './flag.ts'
import { viewInfo } from './structured/view-info.ts'
import { whyNotStructured } from './structured/why-not-structured.ts'
import { decodeUtf8 } from './text/decode-utf8.ts'
import { encodeUtf8 } from './text/encode-utf8.ts'

/** How to store instances of classes. A class has the same name in both tables. */
export interface StructuredCodecOptions {
  /**
   * Each reducer is called with every part of a value. It returns the data to store for an instance of its
   * class, and a falsy value for everything else.
   */
  readonly reducers?: Readonly<Record<string, (part: unknown) => unknown>>
  /** Each reviver makes an instance from the data of the reducer with its name. */
  readonly revivers?: Readonly<Record<string, (stored: unknown) => unknown>>
}

/**
 * Makes the codec that keeps what `structuredClone` keeps: `Date`, `Map`, `Set`, bigints, `RegExp`, typed
 * arrays, `undefined`, `NaN`, `-0`. It also keeps `URL` and `URLSearchParams`. Objects may occur twice or
 * hold themselves.
 *
 * Strings, numbers and bytes are stored like with `jsonCodec`. The codec reads everything that `jsonCodec`
 * has stored. It needs the package `devalue`.
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
        // Without a cause: the error of `parse` may quote the value.
        throw new CodecError(
          'malformed',
          'Stored value is of structuredCodec by its flags, but cannot be parsed',
        )
      }
    },
  })
}
