import { Packr, RESERVE_START_SPACE } from 'msgpackr'
import { besideJson } from './beside-json.ts'
import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { Flag } from './flag.ts'
import { assertKeptByMsgpack } from './msgpack/assert-kept-by-msgpack.ts'

/** The one byte that MessagePack never uses. No pickle begins with it either, so that Python's clients never run what they read. */
const mark = 0xc1

/**
 * Makes the codec that keeps objects and arrays as MessagePack: smaller than JSON, and with bytes, typed arrays, `Date`, bigints, `undefined`
 * and `NaN` inside of them.
 *
 * Texts, numbers and bytes are stored as by `jsonCodec`. What `jsonCodec` has stored is read. The package `msgpackr` has to be installed.
 */
export function msgpackCodec(): Codec {
  // No records: other languages know none, and reading them makes code of stored names.
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
      // A plain view: of a Buffer, msgpackr would give Buffers.
      const packed = new Uint8Array(value.buffer, value.byteOffset + 1, value.length - 1)
      try {
        return packr.unpack(packed)
      } catch {
        // What `unpack` throws may quote the value.
        throw malformed()
      }
    },
  })
}

function malformed(): CodecError {
  return new CodecError('malformed', 'Stored value is of msgpackCodec by its flags, but not MessagePack')
}
