import { isBoxed } from './is-boxed.ts'

/** The types of which JSON sees only added properties. */
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
 * Whether JSON writes `{}` although the object may hold data, like a `Map`, an `Error`, or an instance of a
 * class with only private fields.
 */
export function isEmptiedByJson(object: object): boolean {
  const tag = Object.prototype.toString.call(object).slice('[object '.length, -1)
  if (hidden.has(tag)) return true
  return !isBoxed(object) && !isPlain(object) && Object.keys(object).length === 0
}

// Also from another realm, which has its own `Array` and `Object.prototype`.
function isPlain(object: object): boolean {
  if (Array.isArray(object)) return true
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
