import { inspect } from 'node:util'
import { readStoredValue, toStoredValue, type ValueName } from '@lmc/transport-tests/faults'

/** What a read has found: a whole value of somebody, or, as latin1, something else. */
export type Found = ValueName | { readonly text: string }

/**
 * The faults change no two bytes that are closer to each other, see `damage` among the steps of the proxy.
 */
const LEAST_DISTANCE = 750

/**
 * A value that says throughout of which key and version it is: bytes or text, as the version is even or odd.
 */
export function toCachedValue(name: ValueName, length: number): Uint8Array | string {
  const bytes = toStoredValue(name, length)
  return name.version % 2 === 0 ? bytes : Buffer.from(bytes).toString('latin1')
}

/** Reads whose value it is. */
export function readCachedValue(value: unknown): Found {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return { text: inspect(value) }
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  return readStoredValue(bytes) ?? { text: Buffer.from(bytes).toString('latin1') }
}

/**
 * Whether this may be the value after bytes of it were changed on the way, which nobody can see, or replaced
 * by others. The text names the value nearly as often as it did. Where the number of its dependencies was
 * changed, some of them stand before it.
 */
export function isDamaged(text: string, name: ValueName, length: number): boolean {
  if (text.length < length) return false
  const [own = ''] = /^[^;]*;/.exec(Buffer.from(toStoredValue(name, length)).toString('latin1')) ?? []
  const missing = Math.floor(length / own.length) - (text.split(own).length - 1)
  // One that is left out or put in between two names costs one, any other change as well.
  return missing <= Math.ceil(length / LEAST_DISTANCE)
}
