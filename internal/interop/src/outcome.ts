import { isDeepStrictEqual } from 'node:util'
import type { Reading } from './run-client.ts'

/**
 * What became of a value on its way:
 *
 * - `=`: it is the same. A text and its bytes count as the same for a program that tells them apart by nothing.
 * - `text`, `bytes`: it came as its text, or as the bytes of that: `42` for 42, JSON for an object
 * - `miss`: there is nothing
 * - `error`: the reader throws an error
 * - `hangs`: the reader gives no answer
 * - `crashes`: the reader throws where nobody can catch it, which ends the process
 * - `other`: another value, and nobody is told
 * - `-`: the writer does not store it
 */
export type Outcome = '=' | 'text' | 'bytes' | 'miss' | 'error' | 'hangs' | 'crashes' | 'other' | '-'

/** @param sent what was stored, as a JavaScript value. */
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
  // What is no UTF-8 comes as bytes wherever it is no text, and a text as one of both.
  return came === sent ? '=' : came
}

/** Whether what came can be parsed to what was sent. */
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

/** What became of several values, in one cell: the outcomes, each once. */
export function cell(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes)].join(', ')
}
