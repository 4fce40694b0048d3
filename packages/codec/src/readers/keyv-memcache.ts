/** @module keyv-memcache */

import { CodecError } from '../codec-error.ts'
import type { Decoder } from '../codec.ts'
import { decodeJson } from '../json/decode-json.ts'
import { fromBase64 } from '../text/from-base64.ts'
import { unknownFlags } from './unknown-flags.ts'

/** The prefix of the base64 of bytes. A string that begins with a colon has one more colon. */
const BASE64 = ':base64:'

/**
 * Makes the reader for items of Keyv over `@keyv/memcache`: JSON with flags 0, which has the value and the
 * time of its end.
 *
 * - A `Buffer` becomes a `Uint8Array`, at any depth.
 * - An expired value is `undefined`: for memcached, Keyv's lifetimes below a second are for ever.
 *
 * Keyv's key `k` is the raw key `keyv:keyv:k`. With the namespace `shop` it is `shop:shop:k`.
 */
export function keyvMemcacheReader(): Decoder {
  return {
    decode(value, flags) {
      if (flags !== 0) throw unknownFlags('keyvMemcacheReader()', flags)
      const stored = decodeJson(value, revive)
      if (!isEnvelope(stored)) throw new CodecError('malformed', 'Stored value is JSON, but none of Keyv')
      const { expires } = stored
      if (typeof expires === 'number' && expires <= Date.now()) return undefined
      return stored.value
    },
  }
}

interface Envelope {
  readonly value: unknown
  /** Milliseconds since 1970. Absent or `null`: for ever. */
  readonly expires?: unknown
}

function isEnvelope(stored: unknown): stored is Envelope {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    Object.hasOwn(stored, 'value') &&
    Object.keys(stored).every((name) => name === 'value' || name === 'expires')
  )
}

function revive(_name: string, part: unknown): unknown {
  if (typeof part !== 'string') return part
  if (part.startsWith(BASE64)) return fromBase64(part.slice(BASE64.length))
  return part.startsWith(':') ? part.slice(1) : part
}
