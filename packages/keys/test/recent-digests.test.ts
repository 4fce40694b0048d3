import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText, memcachedKey } from '../src/index.ts'
import { RecentDigests } from '../src/recent-digests.ts'

/** Digests whose calls are counted. */
function counted(): { readonly digests: RecentDigests; readonly asked: string[] } {
  const asked: string[] = []
  const digests = new RecentDigests((key, namespace) => {
    const text = JSON.stringify([key, namespace])
    asked.push(text)
    return text
  })
  return { digests, asked }
}

test('a key that came twice in a row is not digested again', () => {
  const { digests, asked } = counted()
  for (let round = 0; round < 5; round++) expect(digests.of('user:1', 'shop')).toBe('["user:1","shop"]')
  expect(asked).toHaveLength(2)
})

test('the same key in other namespaces, in none and in the empty one has its own digest', () => {
  const { digests } = counted()
  for (let round = 0; round < 4; round++) {
    for (const namespace of ['shop', 'shoq', 'pohs', '', undefined])
      expect(digests.of('user:1', namespace)).toBe(JSON.stringify(['user:1', namespace]))
  }
})

test('keys with the same hash have their own digests', () => {
  // 31 * 'A' + 'a' is 31 * 'B' + 'B'.
  const { digests } = counted()
  for (let round = 0; round < 4; round++) {
    for (const key of ['Aa', 'BB', 'Aa', 'Aa', 'BB', 'BB'])
      expect(digests.of(key, undefined)).toBe(JSON.stringify([key, undefined]))
  }
})

test('a scan over many keys leaves the keys in use known', () => {
  const { digests, asked } = counted()
  digests.of('user:1', undefined)
  digests.of('user:1', undefined)
  for (let index = 0; index < 100_000; index++) digests.of(`page:${index}`, undefined)
  asked.length = 0
  digests.of('user:1', undefined)
  expect(asked).toEqual([])
})

test('a long key or namespace is digested each time', () => {
  const { digests, asked } = counted()
  for (let round = 0; round < 3; round++) {
    digests.of('x'.repeat(65), undefined)
    digests.of('x', 'n'.repeat(65))
  }
  expect(asked).toHaveLength(6)
})

test('a memcached key is the same whether or not its key was used before', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.string({ unit: fc.constantFrom('A', 'B', 'a', '\ud800'), maxLength: 4 }),
  )
  const name = fc.record({ key: text, namespace: fc.option(text, { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      for (const { key, namespace } of [...names, ...names, ...names]) {
        const digest = createHash('md5').update(canonicalText(key, namespace), 'latin1').digest('hex')
        expect(memcachedKey(key, { namespace })).toBe(digest)
      }
    }),
    { numRuns: 200 },
  )
})
