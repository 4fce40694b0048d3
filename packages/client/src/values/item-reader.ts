import { type Codec, CodecError, isCodecError } from '@lmc/codec'
import type { CacheKey } from '@lmc/keys'
import { isError, isThenable, type Item } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { SchemaError } from '../schema/schema-error.ts'
import type { ValueSchema } from '../schema/value-schema.ts'
import { type HeadedItem, readHeader } from '../header/item-header.ts'

/** Reads items. Reports an item that cannot be read: another program may have written it. */
export class ItemReader {
  readonly #codec: Codec
  readonly #schema: ValueSchema | undefined

  /** @param schema the schema of the values. `undefined`: every value is accepted. */
  constructor(codec: Codec, schema: ValueSchema | undefined) {
    this.#codec = codec
    this.#schema = schema
  }

  /** Splits an item into header and bytes. `undefined`: the header cannot be read. */
  open(call: Call, item: Item, key?: CacheKey): HeadedItem | undefined {
    try {
      return readHeader(item)
    } catch (error) {
      call.report(withoutValue(error), call.operation, key)
      return undefined
    }
  }

  /**
   * Returns the value of an item, or a promise of it when there is a schema. `undefined`: the value cannot be
   * decoded, or does not fit the schema.
   */
  decode(call: Call, { value, flags }: Item, key?: CacheKey): unknown {
    let decoded: unknown
    try {
      decoded = this.#codec.decode(value, flags)
    } catch (error) {
      call.report(withoutValue(error), call.operation, key)
      return undefined
    }
    if (isThenable(decoded)) {
      decoded.then(undefined, () => {})
      const problem =
        "Stored value cannot be decoded; the codec's decode() gave a promise, and it is to give the value"
      call.report(new CodecError('malformed', problem), call.operation, key)
      return undefined
    }
    return this.#schema === undefined ? decoded : this.#fit(call, this.#schema, decoded, key)
  }

  async #fit(call: Call, schema: ValueSchema, decoded: unknown, key: CacheKey | undefined): Promise<unknown> {
    try {
      return await schema.read(decoded)
    } catch (error) {
      call.report(error as SchemaError, call.operation, key)
      return undefined
    }
  }
}

/** Makes an error without the value: a foreign error may quote the value in its message or its cause. */
function withoutValue(error: unknown): Error {
  const problem = 'Stored value cannot be decoded; the codec threw'
  try {
    if (!isCodecError(error))
      return new CodecError('malformed', `${problem} ${isError(error) ? error.name : typeof error}`)
    return error.cause === undefined ? error : new CodecError(error.code, error.message)
  } catch {
    // Reading a foreign error may itself throw.
    return new CodecError('malformed', `${problem} an error that cannot be read`)
  }
}
