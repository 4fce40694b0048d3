import { inspect } from 'node:util'
import { isCodecError, jsonCodec } from '@lmc/client'

const codec = jsonCodec()

/**
 * A value as `lmc get` writes it: texts and bytes as they are, all else as JSON; what JSON cannot hold as
 * Node.js shows it.
 */
export function showValue(value: unknown): Uint8Array {
  try {
    return codec.encode(value).value
  } catch (error) {
    if (!isCodecError(error)) throw error
    return Buffer.from(
      inspect(value, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }),
    )
  }
}

/** A value within JSON: `{ value }`, `{ base64 }` for bytes, or `{ shown }` for what JSON cannot hold. */
export function valueInJson(value: unknown): Readonly<Record<string, unknown>> {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  try {
    codec.encode(value)
    return { value }
  } catch (error) {
    if (!isCodecError(error)) throw error
    return { shown: Buffer.from(showValue(value)).toString() }
  }
}
