import { type CacheKey, cacheKey } from '../cache-key.ts'
import { InvalidKeyError, type InvalidKeyErrorCode } from '../invalid-key-error.ts'
import { isPlainObject } from './is-plain-object.ts'
import { charactersOfPart, KeyBudget, maxCharacters } from './key-budget.ts'
import { KeyPath } from './key-path.ts'

/** A cache key without `[cacheKey]` methods. `JSON.stringify` and `JSON.parse` keep it unchanged. */
export type PlainKey =
  | string
  | number
  | boolean
  | null
  | readonly PlainKey[]
  | { readonly [name: string]: PlainKey }

// Far below the stack of any runtime, and far above the depth of real keys.
const maxDepth = 500

/**
 * Returns the key as plain data. The result of a `[cacheKey]` method replaces its object. Primitives are
 * returned unchanged. Arrays and objects are copied, with sorted properties, so equal keys have equal JSON.
 * Each property is read once.
 *
 * @throws {InvalidKeyError} `unsupported-type`, `unsupported-property`, `not-finite`, `cyclic`, `too-deep`,
 *   `too-long`
 * @throws the error of an accessor or of a `[cacheKey]` method
 */
export function plainKey(key: CacheKey): PlainKey {
  if (typeof key === 'string' && key.length <= maxCharacters) return key
  return plainValue(key, undefined, new KeyBudget())
}

/** @param path the path to the value; `undefined` when the value is the key itself */
function plainValue(value: unknown, path: KeyPath | undefined, budget: KeyBudget): PlainKey {
  budget.spend(typeof value === 'string' ? value.length + charactersOfPart : charactersOfPart)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw invalid('not-finite', path, `is ${value}; numbers in a cache key are finite`)
  }
  if (typeof value === 'object') return plainObject(value, path, budget)
  if (typeof value === 'bigint') throw invalid('unsupported-type', path, 'is a bigint; write it as a string')
  throw unsupported(path, value === undefined ? 'undefined' : `a ${typeof value}`)
}

function plainObject(value: object, path: KeyPath | undefined, budget: KeyBudget): PlainKey {
  if (path !== undefined) assertNesting(value, path)
  if (cacheKey in value) return plainValue(ownName(value, path), new KeyPath(path, value, cacheKey), budget)
  assertNoSymbols(value, path)
  if (Array.isArray(value)) return plainItems(value, path, budget)
  if (isPlainObject(value)) return plainProperties(value, path, budget)
  const advice = 'give it a [cacheKey]() method or pass plain data'
  throw invalid('unsupported-type', path, `is ${instanceName(value)}; ${advice}`)
}

function plainItems(value: readonly unknown[], path: KeyPath | undefined, budget: KeyBudget): PlainKey {
  const items: PlainKey[] = []
  for (let index = 0; index < value.length; index++) {
    const item = value[index]
    const itemPath = new KeyPath(path, value, index)
    if (item === undefined && !Object.hasOwn(value, index)) throw unsupported(itemPath, 'an array hole')
    items.push(plainValue(item, itemPath, budget))
  }
  // There are no holes, so a name behind the indices is no item.
  const name = Object.keys(value)[items.length]
  if (name !== undefined) throw unsupportedProperty(path, value, name)
  return items
}

function plainProperties(
  value: Readonly<Record<string, unknown>>,
  path: KeyPath | undefined,
  budget: KeyBudget,
): PlainKey {
  const properties: Record<string, PlainKey> = {}
  const names = Object.keys(value)
  // Before the names are sorted: there may be millions.
  budget.spend(names.length * charactersOfPart)
  for (const name of names.toSorted()) {
    budget.spend(name.length)
    setOwn(properties, name, plainValue(value[name], new KeyPath(path, value, name), budget))
  }
  return properties
}

// An assignment to `__proto__` would change the prototype.
function setOwn(properties: Record<string, PlainKey>, name: string, value: PlainKey): void {
  if (name !== '__proto__') properties[name] = value
  else
    Object.defineProperty(properties, name, { value, configurable: true, enumerable: true, writable: true })
}

function ownName(value: { readonly [cacheKey]?: unknown }, path: KeyPath | undefined): unknown {
  const method = value[cacheKey]
  if (typeof method === 'function') return method.call(value)
  throw invalid('unsupported-type', path, `has a [cacheKey] of type ${typeof method}; it is a method`)
}

function assertNesting(value: object, path: KeyPath): void {
  if (path.passes(value)) throw invalid('cyclic', path, 'holds itself; a cache key has no cycle')
  if (path.depth >= maxDepth) throw invalid('too-deep', path, `is nested deeper than ${maxDepth} levels`)
}

function assertNoSymbols(value: object, path: KeyPath | undefined): void {
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (Object.prototype.propertyIsEnumerable.call(value, symbol))
      throw unsupportedProperty(path, value, symbol)
  }
}

function unsupportedProperty(path: KeyPath | undefined, holder: object, name: PropertyKey): InvalidKeyError {
  const expected = 'an array in a cache key has nothing but items, an object only properties named by strings'
  return invalid('unsupported-property', new KeyPath(path, holder, name), `is no part of a key; ${expected}`)
}

function unsupported(path: KeyPath | undefined, came: string): InvalidKeyError {
  const expected = 'a cache key is made of strings, numbers, booleans, null, arrays and plain objects'
  return invalid('unsupported-type', path, `is ${came}; ${expected}`)
}

function invalid(code: InvalidKeyErrorCode, path: KeyPath | undefined, problem: string): InvalidKeyError {
  const where = `key${path?.toString() ?? ''}`
  const shortened = where.length <= 120 ? where : `${where.slice(0, 80)}…${where.slice(-40)}`
  return new InvalidKeyError(code, `${shortened} ${problem}`)
}

function instanceName(value: object): string {
  const { constructor }: { readonly constructor?: unknown } = value
  const name = typeof constructor === 'function' ? constructor.name : ''
  return name === '' ? 'an instance of a class' : `an instance of ${name}`
}
