import { isBoxed } from './is-boxed.ts'

/** The types of which JSON sees nothing but the properties that somebody has added. */
const hidden: ReadonlySet<string> = new Set([
  'ArrayBuffer',
  'DataView',
  'Error',
  'Map',
  'Promise',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'WeakMap',
  'WeakRef',
  'WeakSet',
])

/**
 * Whether JSON writes `{}` for the object though the object may hold something: a `Map`, an `Error`, an instance of a class that has only
 * private fields.
 */
export function isEmptiedByJson(object: object): boolean {
  const tag = Object.prototype.toString.call(object).slice('[object '.length, -1)
  if (hidden.has(tag)) return true
  return !isBoxed(object) && !isPlain(object) && Object.keys(object).length === 0
}

// Also of another realm, which has an `Array` and an `Object.prototype` of its own.
function isPlain(object: object): boolean {
  if (Array.isArray(object)) return true
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
