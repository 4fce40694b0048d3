import { isDeepStrictEqual } from 'node:util'
import type { Reading } from './run-client.ts'

/**
 * The outcome of a value that one client stores and another reads:
 *
 * - `=`: the same value. For a program without a difference between strings and bytes, both count as the
 *   same.
 * - `text`, `bytes`: the text of the value, or its bytes: `42` for 42, JSON for an object
 * - `miss`: no value
 * - `error`: the reader throws an error
 * - `hangs`: the reader does not answer
 * - `crashes`: the reader throws an error that cannot be caught, and its process ends
 * - `other`: another value, without an error
 * - `-`: the writer does not store the value
 */
export type Outcome = '=' | 'text' | 'bytes' | 'miss' | 'error' | 'hangs' | 'crashes' | 'other' | '-'

/** @param sent the stored value, as a JavaScript value. */
export function outcomeOf(sent: unknown, reading: Reading): Outcome {
  if (reading.kind === 'miss') return 'miss'
  if (reading.kind === 'error')
    return reading.value === 'hangs' || reading.value === 'crashes' ? reading.value : 'error'
  if (reading.kind === 'data') return isDeepStrictEqual(reading.value, sent) ? '=' : 'other'
  const came =
    reading.kind === 'text' ? Buffer.from(reading.value ?? '') : Buffer.from(reading.value ?? '', 'hex')
  if (typeof sent === 'string')
    return came.equals(Buffer.from(sent)) ? toText(reading.kind, 'text') : asJson(came, sent, reading)
  if (sent instanceof Uint8Array) return came.equals(sent) ? toText(reading.kind, 'bytes') : 'other'
  return asJson(came, sent, reading)
}

function toText(came: 'text' | 'bytes', sent: 'text' | 'bytes'): Outcome {
  // Bytes that are not UTF-8 always arrive as bytes. A string arrives as a string or as bytes.
  return came === sent ? '=' : came
}

/** The outcome when the received bytes may be JSON of the stored value. */
function asJson(came: Buffer, sent: unknown, { kind }: Reading): Outcome {
  try {
    return isDeepStrictEqual(JSON.parse(came.toString()), sent)
      ? kind === 'text'
        ? 'text'
        : 'bytes'
      : 'other'
  } catch {
    return 'other'
  }
}

/** One cell for several values: their outcomes, each once. */
export function cell(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes)].join(', ')
}
