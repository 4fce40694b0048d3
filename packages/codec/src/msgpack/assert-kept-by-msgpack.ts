/// <reference lib="es2024.string" />
import { CodecError, type CodecErrorCode } from '../codec-error.ts'
import { isBoxed } from '../json/is-boxed.ts'
import { isEmptiedByJson } from '../json/is-emptied-by-json.ts'
import { jsonPath } from '../json/json-path.ts'
import { typeOf } from '../type-of.ts'
import { isKeptBinary } from './is-kept-binary.ts'

/**
 * Checks that msgpackr keeps the whole value.
 *
 * @throws {CodecError} `unsupported-type`, `cyclic` or `too-deep`, with the place of the lost part
 */
export function assertKeptByMsgpack(value: unknown): void {
  const loss = lossOf(value, [])
  if (loss === undefined) return
  const { what, advice, code, names } = loss
  const place = names.length === 0 ? '' : ` at ${jsonPath(names.toReversed())}`
  throw new CodecError(code, `Cannot store ${what}${place}; ${advice}`)
}

/** What would be lost, and where: the names of the path, the innermost first. */
interface Loss {
  readonly what: string
  readonly advice: string
  readonly code: CodecErrorCode
  readonly names: (string | number)[]
}

// At this depth the stack of any engine is enough for this function and for msgpackr.
const mostLevels = 1000
const otherwise = 'pass plain data made of it, or take structuredCodec()'

function lost(what: string, advice: string, code: CodecErrorCode = 'unsupported-type'): Loss {
  return { what, advice, code, names: [] }
}

function lossOf(value: unknown, holders: object[]): Loss | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : lost('a text with a lone surrogate', 'take structuredCodec()')
  if (typeof value === 'function' || typeof value === 'symbol')
    return lost(`a ${typeof value}`, 'store plain data')
  if (typeof value !== 'object' || value === null) return undefined
  if (holders.length === mostLevels) return tooDeep(holders)
  holders.push(value)
  const loss = lossIn(value, holders)
  holders.pop()
  return loss
}

function tooDeep(holders: readonly object[]): Loss {
  return new Set(holders).size < holders.length
    ? lost('an object that holds itself', 'leave the way back out, or take structuredCodec()', 'cyclic')
    : lost(`an object of more than ${mostLevels} levels`, 'make it flatter', 'too-deep')
}

function lossIn(value: object, holders: object[]): Loss | undefined {
  if (Array.isArray(value)) return lossInArray(value, holders)
  if (value instanceof Date || isKeptBinary(value)) return undefined
  if ('toJSON' in value && typeof value.toJSON === 'function' && !Object.hasOwn(value, 'toJSON'))
    return lossOf(value.toJSON(), holders)
  if (ArrayBuffer.isView(value) || isBoxed(value) || isEmptiedByJson(value))
    return lost(`a value of type ${typeOf(value)}`, otherwise)
  return lossInFields(value, holders)
}

// A loop by index, since the methods of arrays skip holes.
function lossInArray(items: readonly unknown[], holders: object[]): Loss | undefined {
  for (let at = 0; at < items.length; at++) {
    const loss = lossOf(items[at], holders)
    if (loss === undefined) continue
    loss.names.push(at)
    return loss
  }
  return undefined
}

function lossInFields(object: object, holders: object[]): Loss | undefined {
  for (const [name, field] of Object.entries(object)) {
    if (name === '__proto__') return lost('an object with a field named __proto__', 'use another name')
    const loss = lossOf(name, holders) ?? lossOf(field, holders)
    if (loss === undefined) continue
    loss.names.push(name)
    return loss
  }
  return undefined
}
