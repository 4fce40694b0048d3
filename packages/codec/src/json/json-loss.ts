import { CodecError, type CodecErrorCode } from '../codec-error.ts'
import { typeOf } from '../type-of.ts'
import { isEmptiedByJson } from './is-emptied-by-json.ts'
import type { JsonPart } from './walk-json.ts'

/**
 * Returns the error for a part that JSON would lose. `undefined`: JSON keeps the part, or loses only a part
 * of it.
 */
export function jsonLoss(part: JsonPart): CodecError | undefined {
  const { raw, written, isInArray } = part
  if (raw instanceof Date && written === null) return notFinite(part, 'an invalid Date')
  if (ArrayBuffer.isView(raw) && (written === raw || isJsonOfBuffer(written))) return lostBytes(part, raw)
  if (typeof written === 'number' && !Number.isFinite(written)) return notFinite(part, String(written))
  if (written === undefined && isInArray)
    return refused(part, 'undefined', 'write null', 'store null instead')
  if (typeof written === 'function' || typeof written === 'symbol')
    return refused(part, `a ${typeof written}`, isInArray ? 'write null' : 'leave it out', 'store plain data')
  return typeof written === 'object' && written !== null && isEmptiedByJson(written)
    ? lostContent(part, written)
    : undefined
}

const advices: ReadonlyMap<string, string> = new Map([
  ['ArrayBuffer', 'pass new Uint8Array(value)'],
  ['SharedArrayBuffer', 'pass new Uint8Array(value)'],
  ['Map', 'pass [...value], or take structuredCodec()'],
  ['Set', 'pass [...value], or take structuredCodec()'],
  ['Promise', 'await it'],
])

function lostContent(part: JsonPart, object: object): CodecError {
  const type = typeOf(object)
  const does = Object.keys(object).length === 0 ? 'write {}' : 'lose what it holds'
  const advice = advices.get(type) ?? 'pass plain data made of it, or give it a toJSON() method'
  return refused(part, `a value of type ${type}`, does, advice)
}

function lostBytes(part: JsonPart, view: ArrayBufferView): CodecError {
  const advice = 'store the bytes under a key of their own, or take structuredCodec() or msgpackCodec()'
  return refused(part, `a value of type ${typeOf(view)}`, 'write an object of numbers', advice)
}

function notFinite(part: JsonPart, what: string): CodecError {
  return refused(part, what, 'write null', 'store null or a string instead', 'not-finite')
}

function refused(
  part: JsonPart,
  what: string,
  does: string,
  advice: string,
  code: CodecErrorCode = 'unsupported-type',
): CodecError {
  const place = part.depth === 0 ? '' : ` at ${part.path()}`
  return new CodecError(code, `Cannot store ${what}${place}: JSON would ${does}; ${advice}`)
}

// The `toJSON` of a Buffer returns `{ type: 'Buffer', data: [ … ] }`. Decoding would return that object.
function isJsonOfBuffer(written: unknown): boolean {
  return typeof written === 'object' && written !== null && 'type' in written && written.type === 'Buffer'
}
