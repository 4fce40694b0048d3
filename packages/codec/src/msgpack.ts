/** @module msgpack */

import { Packr, RESERVE_START_SPACE } from 'msgpackr'
import { besideJson } from './beside-json.ts'
import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { Flag } from './flag.ts'
import { assertKeptByMsgpack } from './msgpack/assert-kept-by-msgpack.ts'

/**
 * The only byte that MessagePack never uses. No pickle begins with this byte either, so Python's clients
 * never run a value.
 */
const mark = 0xc1

/**
 * Makes the codec that stores objects and arrays as MessagePack. They are smaller than JSON, and may hold
 * bytes, typed arrays, `Date`, bigints, `undefined` and `NaN`.
 *
 * Strings, numbers and bytes are stored like with `jsonCodec`. The codec reads everything that `jsonCodec`
 * has stored. It needs the package `msgpackr`.
 */
export function msgpackCodec(): Codec {
  // No records: other languages do not know them, and msgpackr compiles stored names to code when it reads
  // them.
  const packr = new Packr({
    useRecords: false,
    variableMapSize: true,
    moreTypes: true,
    structuredClone: false,
  })
  return besideJson({
    flags: Flag.pickle | Flag.msgpack,
    encode(value) {
      assertKeptByMsgpack(value)
      try {
        const packed = packr.pack(value, RESERVE_START_SPACE | 1)
        packed[0] = mark
        return packed
      } catch (cause) {
        throw new CodecError('to-json-failed', 'Cannot store a value that msgpackr fails on; see the cause', {
          cause,
        })
      }
    },
    decode(value) {
      if (value[0] !== mark) throw malformed()
      // A plain view: from a Buffer, msgpackr would make Buffers.
      const packed = new Uint8Array(value.buffer, value.byteOffset + 1, value.length - 1)
      try {
        return packr.unpack(packed)
      } catch {
        // Without a cause: the error of `unpack` may quote the value.
        throw malformed()
      }
    },
  })
}

function malformed(): CodecError {
  return new CodecError('malformed', 'Stored value is of msgpackCodec by its flags, but not MessagePack')
}
