import { CodecError } from './codec-error.ts'
import { whyNotJson } from './why-not-json.ts'

/**
 * Gives the JSON text of the value by `JSON.stringify`'s own rules: `toJSON` methods are called, properties that are
 * `undefined` are left out.
 *
 * @throws {CodecError} `unsupported-type`, `cyclic`, `too-deep`, `to-json-failed`
 */
export function toJson(value: unknown): string {
  const text = stringify(value)
  if (text === undefined) throw nothingToStore(value)
  if (text === '{}') assertNothingLost(value)
  return text
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw whyNotJson(value, error)
  }
}

function nothingToStore(value: unknown): CodecError {
  const type = typeof value
  if (type === 'undefined')
    return new CodecError('unsupported-type', 'Cannot store undefined; store null instead')
  if (type === 'object')
    return new CodecError('unsupported-type', 'Cannot store an object whose toJSON() gives nothing')
  return new CodecError('unsupported-type', `Cannot store a ${type}; store plain data`)
}

const advices: ReadonlyMap<string, string> = new Map([
  ['ArrayBuffer', 'pass new Uint8Array(value)'],
  ['SharedArrayBuffer', 'pass new Uint8Array(value)'],
  ['Map', 'pass [...value], or give it a toJSON() method'],
  ['Set', 'pass [...value], or give it a toJSON() method'],
  ['Promise', 'await it'],
])

// As `{}` JSON writes not only what is empty, but also a Map, Set, Promise, RegExp, Error, ArrayBuffer …
function assertNothingLost(value: unknown): void {
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1)
  if (type === 'Object' || hasToJson(value)) return
  const advice = advices.get(type) ?? 'pass plain data made of it, or give it a toJSON() method'
  throw new CodecError(
    'unsupported-type',
    `Cannot store a value of type ${type}: JSON would write {}; ${advice}`,
  )
}

function hasToJson(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function'
  )
}
