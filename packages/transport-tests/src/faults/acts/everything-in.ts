import { inspect } from 'node:util'

/** Options of `inspect` that print everything of an error. */
const ALL = { depth: 10, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: Infinity }

/**
 * All that can be seen of an error, as one text: its printed form, message, stack, properties, entries and
 * causes. Bytes appear as text, and as `inspect` and JSON write them.
 */
export function everythingIn(error: unknown): string {
  const copy = typeof error === 'object' ? { ...error } : error
  return [
    inspect(error, ALL),
    inspect(copy, ALL),
    toJson(error),
    toJson(copy),
    ...textsIn(error, new Set()),
  ].join('\n')
}

function toJson(value: unknown): string {
  return (
    JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
  )
}

function textsIn(thing: unknown, seen: Set<unknown>): string[] {
  if (typeof thing === 'string') return [thing]
  if (ArrayBuffer.isView(thing))
    return [Buffer.from(thing.buffer, thing.byteOffset, thing.byteLength).toString('latin1')]
  if (typeof thing !== 'object' || thing === null || seen.has(thing)) return []
  seen.add(thing)
  const parts: unknown[] = Object.values(thing)
  if (thing instanceof Map || thing instanceof Set) parts.push(...thing.entries())
  if (thing instanceof Error) parts.push(thing.message, thing.stack, thing.cause)
  if (thing instanceof AggregateError) parts.push(...thing.errors)
  return parts.flatMap((part) => textsIn(part, seen))
}

/** The forms in which `everythingIn` may show a value. */
export function spellingsOf(value: string): string[] {
  const bytes = [...Buffer.from(value)]
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  return [
    value,
    bytes.join(', '),
    bytes.join(','),
    JSON.stringify(Object.fromEntries(bytes.entries())).slice(1, -1),
    hex.join(' '),
    hex.join(''),
    Buffer.from(value).toString('base64').slice(0, -4),
  ]
}
