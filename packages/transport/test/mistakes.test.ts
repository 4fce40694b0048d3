import { describe, expect, it } from 'vitest'
import {
  assertBytes,
  assertLifetime,
  assertMemcachedKey,
  assertOptions,
  assertStorable,
  pickServers,
  toCounter,
  toDelta,
} from '../src/index.ts'

/** As somebody without types passes it. */
const as = (value: unknown): never => value as never

const names = { of: 'X', known: ['timeout'], example: '{ timeout: 1 }' }
const bytes = new Uint8Array(0)

/** What a caller does wrong, how, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['a key of another type', () => assertMemcachedKey(7), TypeError],
  ['an empty key', () => assertMemcachedKey(''), TypeError],
  ['a key of 251 characters', () => assertMemcachedKey('k'.repeat(251)), TypeError],
  ['a key with a space', () => assertMemcachedKey('a b'), TypeError],
  ['a value that is a text', () => assertBytes('text'), TypeError],
  ['flags that are a text', () => assertStorable(bytes, { flags: as('1') }), TypeError],
  ['flags of 33 bits', () => assertStorable(bytes, { flags: 2 ** 32 }), RangeError],
  ['flags below 0', () => assertStorable(bytes, { flags: -1 }), RangeError],
  ['a lifetime that is a text', () => assertLifetime('60'), TypeError],
  ['a lifetime below 0', () => assertLifetime(-1), RangeError],
  ['half a second', () => assertLifetime(0.5), RangeError],
  ['a lifetime of NaN', () => assertLifetime(Number.NaN), RangeError],
  ['a delta that is a text', () => toDelta(as('1')), TypeError],
  ['a delta of one and a half', () => toDelta(1.5), RangeError],
  ['a delta of 2^64', () => toDelta(2n ** 64n), RangeError],
  ['a counter that is a text', () => toCounter(as('1')), TypeError],
  ['a counter below 0', () => toCounter(-1), RangeError],
  ['a server that is none of the list', () => pickServers(['a:1'], 'b:1'), RangeError],
  ['a server that is a number', () => pickServers(['a:1'], as(1)), TypeError],
  ['options that are a text', () => assertOptions('timeout', names), TypeError],
  ['options that are a list', () => assertOptions([], names), TypeError],
  ['an unknown option', () => assertOptions({ time: 1 }, names), TypeError],
]

describe('a mistake with what all transports take', () => {
  it.each(mistakes)('%s', async (_, call, kind) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
    expect(error).toBeInstanceOf(kind)
  })
})
