import { buffer } from 'node:stream/consumers'
import { Option } from 'commander'
import type { Streams } from '../output/streams.ts'
import { Mistake } from '../program/mistake.ts'

/** What VALUE is taken for. */
export type ValueForm = 'text' | 'json' | 'bytes'

/** The option that says what VALUE is. */
export function valueFormOption(): Option {
  return new Option('--as <form>', 'what VALUE is').choices(['text', 'json', 'bytes']).default('text')
}

/**
 * Reads a value from the command line, or from standard input when it is `-`.
 *
 * @throws {Mistake} when it is not of that form.
 */
export async function readValue(text: string, form: ValueForm, { stdin }: Streams): Promise<unknown> {
  const bytes = text === '-' ? await buffer(stdin) : Buffer.from(text)
  if (form === 'bytes') return bytes
  const read = decodeUtf8(bytes)
  if (form === 'text') return read
  try {
    return JSON.parse(read)
  } catch (error) {
    throw new Mistake(`VALUE is no JSON: ${(error as Error).message}. With --as text it is stored as it is.`)
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Mistake('VALUE is no text in UTF-8; --as bytes stores it as it is.')
  }
}
