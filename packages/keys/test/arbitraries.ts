import fc from 'fast-check'
import type { CacheKey } from '../src/index.ts'

export interface NamespacedKey {
  readonly namespace: string | undefined
  readonly key: CacheKey
}

function keysOf(
  text: fc.Arbitrary<string>,
  number: fc.Arbitrary<number>,
  size: number,
): fc.Arbitrary<NamespacedKey> {
  const { key } = fc.letrec<{ key: CacheKey }>((tie) => ({
    key: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      text,
      number,
      fc.constantFrom(true, false, null),
      fc.array(tie('key'), { maxLength: size }),
      fc.dictionary(text, tie('key'), { maxKeys: size }),
    ),
  }))
  return fc.record({ namespace: fc.option(text, { nil: undefined }), key })
}

const anyString = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
})
const anyNumber = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))

/** Any key in any namespace: lone surrogates, names like `__proto__`, the ends of the number range. */
export const anyKey: fc.Arbitrary<NamespacedKey> = keysOf(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'grapheme-ascii' }),
    fc.string({ unit: fc.constantFrom('\\', "'", '"', 'n', 'x') }),
    anyString,
    fc.constant('__proto__'),
  ),
  anyNumber,
  4,
)

// Few short strings, made of the characters of the text format. So two of them are often alike.
const fewStrings = fc.string({
  unit: fc.constantFrom('1', 'a', "'", '"', '\\', '\n', 'p', 'S', '(', 'u', 'ä', '\uD83D', '\uDE00'),
  maxLength: 2,
})
const fewNumbers = fc.constantFrom(0, -0, 1, 10, -1, 1.5, 2 ** 53)
const fewKeys = keysOf(fewStrings, fewNumbers, 2)

/** Two keys that are equal, nearly equal, or both small. */
export const keyPair: fc.Arbitrary<readonly [NamespacedKey, NamespacedKey]> = fc.oneof(
  fc.tuple(fewKeys, fewKeys),
  fc.tuple(fewKeys, fc.integer({ min: 0, max: 6 })).map(([one, way]) => [one, resembling(one, way)] as const),
)

function resembling({ namespace, key }: NamespacedKey, way: number): NamespacedKey {
  switch (way) {
    case 0:
      return { namespace, key: reversed(key) }
    case 1:
      return { namespace, key: typeof key === 'string' ? Number(key) || 0 : JSON.stringify(key) }
    case 2:
      return { namespace: undefined, key: namespace === undefined ? key : [namespace, key] }
    case 3:
      return { namespace: namespace ?? '', key }
    case 4:
      return { namespace, key: [key] }
    case 5:
      return typeof key === 'string'
        ? { namespace: key, key: namespace ?? '' }
        : { namespace, key: { '': key } }
    default:
      return { namespace, key: typeof key === 'string' ? `${key}\n` : Object.entries(key ?? {}) }
  }
}

function reversed(key: CacheKey): CacheKey {
  if (typeof key !== 'object' || key === null) return key
  if (Array.isArray(key)) return key.map(reversed)
  return Object.fromEntries(
    Object.entries(key)
      .toReversed()
      .map(([name, value]) => [name, reversed(value)]),
  )
}
