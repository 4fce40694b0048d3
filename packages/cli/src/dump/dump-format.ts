import { Mistake } from '../program/mistake.ts'

// Dumps outlive the program that wrote them: whatever changes here has to read what version 1 has written.

const FORMAT = 'lmc-dump'
const VERSION = 1

/** One item of a dump. */
export interface DumpLine {
  /** The memcached key. */
  readonly key: string
  readonly flags: number
  /** Seconds since 1970; absent: for ever. */
  readonly expiresAt: number | undefined
  readonly value: Uint8Array
}

/** The first line of a dump. */
export interface DumpStart {
  /** When it began, in seconds since 1970. */
  readonly at: number
}

/** The last line, by which a dump is known to be whole. */
export interface DumpEnd {
  readonly items: number
}

export function startLine({ at }: DumpStart): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, at })
}

export function endLine({ items }: DumpEnd): string {
  return JSON.stringify({ end: true, items })
}

/** An item as a line: its bytes as text where they are UTF-8, so that one can read and search a dump. */
export function itemLine({ key, flags, expiresAt, value }: DumpLine): string {
  const text = asText(value)
  return JSON.stringify({
    key,
    flags,
    expiresAt,
    ...(text === undefined ? { base64: Buffer.from(value).toString('base64') } : { text }),
  })
}

/** @throws {Mistake} when it is not the first line of a dump of a version that can be read. */
export function readStart(line: string): DumpStart {
  const { format, version, at } = parse(line, 1)
  if (format !== FORMAT || typeof at !== 'number') throw new Mistake('This is no dump of `lmc dump`.')
  if (version !== VERSION)
    throw new Mistake(`The dump has the version ${String(version)}; this lmc reads ${VERSION}.`)
  return { at }
}

/**
 * Reads a line behind the first.
 *
 * @param number of the line, from 1 on.
 * @throws {Mistake} when it is none of a dump.
 */
export function readLine(line: string, number: number): DumpLine | DumpEnd {
  const { end, items, key, flags, expiresAt, text, base64 } = parse(line, number)
  if (end === true && typeof items === 'number') return { items }
  const isMoment = expiresAt === undefined || typeof expiresAt === 'number'
  if (typeof key === 'string' && typeof flags === 'number' && isMoment) {
    if (typeof text === 'string') return { key, flags, expiresAt, value: Buffer.from(text) }
    if (typeof base64 === 'string') return { key, flags, expiresAt, value: Buffer.from(base64, 'base64') }
  }
  throw new Mistake(`Line ${number} is no item of a dump.`)
}

function parse(line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(line)
    if (typeof read === 'object' && read !== null) return read as Record<string, unknown>
  } catch (error) {
    throw new Mistake(`Line ${number} is no JSON: ${(error as Error).message}`)
  }
  throw new Mistake(`Line ${number} is no item of a dump.`)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function asText(value: Uint8Array): string | undefined {
  try {
    return utf8.decode(value)
  } catch {
    // Bytes that are no UTF-8.
    return undefined
  }
}
