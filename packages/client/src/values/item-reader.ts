import { type Codec, CodecError } from '@lmc/codec'
import type { CacheKey } from '@lmc/keys'
import type { Item } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import { type HeadedItem, readHeader } from '../header/item-header.ts'

/** Reads items. What cannot be read, for another has written it in a way that is not known here, is reported. */
export class ItemReader {
  readonly #codec: Codec

  constructor(codec: Codec) {
    this.#codec = codec
  }

  /** Takes apart an item that has a header; `undefined` when that cannot be read. */
  open(call: Call, item: Item, key?: CacheKey): HeadedItem | undefined {
    try {
      return readHeader(item)
    } catch (error) {
      call.report(withoutValue(error), call.operation, key)
      return undefined
    }
  }

  /** The value of an item; `undefined` when it cannot be decoded. */
  decode(call: Call, { value, flags }: Item, key?: CacheKey): unknown {
    try {
      return this.#codec.decode(value, flags)
    } catch (error) {
      call.report(withoutValue(error), call.operation, key)
      return undefined
    }
  }
}

/** An error of a codec as it may be reported: what others throw may quote the value, in its message or its cause. */
function withoutValue(error: unknown): Error {
  if (error instanceof CodecError && error.cause === undefined) return error
  if (error instanceof CodecError) return new CodecError(error.code, error.message)
  const name = error instanceof Error ? error.name : typeof error
  return new CodecError('malformed', `Stored value cannot be decoded; the codec threw ${name}`)
}
