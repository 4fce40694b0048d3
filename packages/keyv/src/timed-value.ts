import type { Milliseconds } from '@lmc/client'

// Values outlive the program that wrote them. A change here makes every stored value a miss.

/** The bytes before a value that is bytes: its end, a double. */
const END_BYTES = 8

/** A value with its exact end: memcached counts in seconds, Keyv in milliseconds. */
export interface TimedValue {
  readonly value: unknown
  /** Milliseconds since 1970; `Infinity` is never. */
  readonly end: Milliseconds
}

/**
 * What is stored: the value with its end before it. Texts stay texts and bytes stay bytes, since the client's
 * codec stores both as they are.
 */
export function toStored({ value, end }: TimedValue): unknown {
  if (typeof value === 'string') return `${end}:${value}`
  if (!(value instanceof Uint8Array)) return [Number.isFinite(end) ? end : null, value]
  const bytes = new Uint8Array(END_BYTES + value.length)
  new DataView(bytes.buffer).setFloat64(0, end)
  bytes.set(value, END_BYTES)
  return bytes
}

/** Takes apart what `toStored` has made; `undefined` for anything else. */
export function fromStored(stored: unknown): TimedValue | undefined {
  if (typeof stored === 'string') {
    const colon = stored.indexOf(':')
    const end = colon > 0 ? Number(stored.slice(0, colon)) : Number.NaN
    return Number.isNaN(end) ? undefined : { value: stored.slice(colon + 1), end }
  }
  if (stored instanceof Uint8Array) {
    if (stored.length < END_BYTES) return undefined
    const view = new DataView(stored.buffer, stored.byteOffset)
    return { value: stored.subarray(END_BYTES), end: view.getFloat64(0) }
  }
  if (!Array.isArray(stored) || stored.length !== 2) return undefined
  const [end, value]: unknown[] = stored
  if (end === null) return { value, end: Number.POSITIVE_INFINITY }
  return typeof end === 'number' ? { value, end } : undefined
}
