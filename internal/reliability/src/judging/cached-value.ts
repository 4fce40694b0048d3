import { inspect } from 'node:util'
import { readStoredValue, toStoredValue, type ValueName } from '@lmc/transport-tests/faults'

/** The result of a read: the name of a whole value, or other bytes as latin1. */
export type Found = ValueName | { readonly text: string }

/** The least distance of two changed bytes: see the step `damage` of the proxy. */
const LEAST_DISTANCE = 750

/**
 * A value whose every part names its key and version. It is bytes for an even version, and text for an odd
 * one.
 */
export function toCachedValue(name: ValueName, length: number): Uint8Array | string {
  const bytes = toStoredValue(name, length)
  return name.version % 2 === 0 ? bytes : Buffer.from(bytes).toString('latin1')
}

/** Reads the key and the version of a value. */
export function readCachedValue(value: unknown): Found {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return { text: inspect(value) }
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  return readStoredValue(bytes) ?? { text: Buffer.from(bytes).toString('latin1') }
}

/**
 * Whether this text may be the value with some changed or replaced bytes. Nobody can notice such a change.
 * The text then names the value nearly as often as before. If the number of its dependencies was changed,
 * some of them stand before the value.
 */
export function isDamaged(text: string, name: ValueName, length: number): boolean {
  if (text.length < length) return false
  const [own = ''] = /^[^;]*;/.exec(Buffer.from(toStoredValue(name, length)).toString('latin1')) ?? []
  const missing = Math.floor(length / own.length) - (text.split(own).length - 1)
  // Each missing, added or changed byte costs one of the names.
  return missing <= Math.ceil(length / LEAST_DISTANCE)
}
