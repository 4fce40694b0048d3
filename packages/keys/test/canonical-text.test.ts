import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from '../src/index.ts'
import { anyKey, keyPair, type NamespacedKey } from './arbitraries.ts'
import { isSameKey } from './is-same-key.ts'
import { knownAnswers } from './known-answers.ts'
import { readBack } from './read-back.ts'

function textOf({ namespace, key }: NamespacedKey): string {
  return canonicalText(key, namespace)
}

describe('canonicalText', () => {
  it.each(knownAnswers)('$key in namespace $namespace is $text', ({ key, namespace, text }) => {
    expect(canonicalText(key, namespace)).toBe(text)
  })

  it('any text reads back to its namespace and key', () => {
    fc.assert(
      fc.property(anyKey, ({ namespace, key }) => {
        const read = readBack(canonicalText(key, namespace))
        expect(read.namespace).toBe(namespace)
        expect(isSameKey(read.key, key)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('two texts are equal only when the namespaces and the contents of the keys are equal', () => {
    const seen = { same: 0, different: 0 }
    fc.assert(
      fc.property(keyPair, ([one, other]) => {
        const isSame = one.namespace === other.namespace && isSameKey(one.key, other.key)
        seen[isSame ? 'same' : 'different']++
        expect(textOf(one) === textOf(other)).toBe(isSame)
      }),
      { numRuns: 20_000 },
    )
    expect(Math.min(seen.same, seen.different)).toBeGreaterThan(1000)
  })

  it('no two of 100,000 small keys share a text', () => {
    const keysByText = new Map<string, NamespacedKey>()
    const sharing: [NamespacedKey, NamespacedKey][] = []
    for (const pair of fc.sample(keyPair, 50_000)) {
      for (const candidate of pair) {
        const known = keysByText.get(textOf(candidate)) ?? candidate
        keysByText.set(textOf(candidate), known)
        if (known.namespace !== candidate.namespace || !isSameKey(known.key, candidate.key))
          sharing.push([known, candidate])
      }
    }
    expect(sharing).toEqual([])
  })

  it('one character is one byte: none is above U+00FF', () => {
    fc.assert(fc.property(anyKey, (key) => !/[^\0-\u00FF]/.test(textOf(key))))
  })

  it('an object that occurs twice is written twice, without a reference', () => {
    const shared = ['ab']
    expect(canonicalText([shared, shared])).toBe(canonicalText([['ab'], ['ab']]))
  })

  it('a list of 500 levels has a text', () => {
    const key = JSON.parse('['.repeat(500) + ']'.repeat(500))
    expect(canonicalText(key)).toMatch(/^\(lp1\n.*\(lp500\na{499}\.$/s)
  })
})
