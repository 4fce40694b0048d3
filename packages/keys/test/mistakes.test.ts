import { describe, expect, it } from 'vitest'
import { InvalidKeyError, memcachedKey, plainKey } from '../src/index.ts'

/** Passes a value of a wrong type. */
const as = (value: unknown): never => value as never

/** A mistake, the call that makes it, and the class of the error. */
const mistakes: readonly (readonly [
  what: string,
  call: () => unknown,
  kind: abstract new (...args: never[]) => Error,
])[] = [
  ['no key', () => memcachedKey(as(undefined)), InvalidKeyError],
  ['a key of NaN', () => memcachedKey(Number.NaN), InvalidKeyError],
  ['a key that is a function', () => plainKey(as(() => 1)), InvalidKeyError],
  ['a namespace that is a number', () => memcachedKey('key', { namespace: as(7) }), InvalidKeyError],
  ['a raw key that is a number', () => memcachedKey(7, { raw: true }), InvalidKeyError],
  ['a raw key with a space', () => memcachedKey('a b', { raw: true }), InvalidKeyError],
  ['a raw key of 251 bytes', () => memcachedKey('k'.repeat(251), { raw: true }), InvalidKeyError],
]

describe('a mistake with a key', () => {
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
