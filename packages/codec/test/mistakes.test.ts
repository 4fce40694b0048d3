import { describe, expect, it } from 'vitest'
import { compressed } from '../src/compressed.ts'
import { jsonCodec } from '../src/index.ts'

/** Passes a value of a wrong type. */
const as = (value: unknown): never => value as never

/** A mistake, the call that makes it, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['a codec that is none', () => compressed(as({})), TypeError],
  ['a threshold that is a text', () => compressed(jsonCodec(), { threshold: as('1k') }), TypeError],
  ['a threshold below 0', () => compressed(jsonCodec(), { threshold: -1 }), RangeError],
  ['a threshold of one and a half', () => compressed(jsonCodec(), { threshold: 1.5 }), RangeError],
  [
    'a maxDecompressedSize that is null',
    () => compressed(jsonCodec(), { maxDecompressedSize: as(null) }),
    TypeError,
  ],
  ['a maxDecompressedSize of 0', () => compressed(jsonCodec(), { maxDecompressedSize: 0 }), RangeError],
  [
    'a maxDecompressedSize of Infinity',
    () => compressed(jsonCodec(), { maxDecompressedSize: Infinity }),
    RangeError,
  ],
]

describe('a mistake with compressed()', () => {
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
