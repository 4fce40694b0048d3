import assert from 'node:assert/strict'
import { assertSameMembers } from '../assert-same-members.ts'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'

export const manyClauses: readonly Clause[] = [
  {
    name: 'getMany resolves to a Map of the hits, with their flags',
    async run({ transport, key }) {
      await transport.set(key('a'), bytes('A'), { flags: 1 })
      await transport.set(key('b'), bytes(''))
      const hits = await transport.getMany([key('a'), key('missing'), key('b')])
      assert.ok(hits instanceof Map)
      assertSameMembers(hits.keys(), [key('a'), key('b')], 'getMany')
      assertHolds(hits.get(key('a')), bytes('A'), 1)
      assertHolds(hits.get(key('b')), bytes(''), 0)
    },
  },
  {
    name: 'hasMany resolves to a Set of the hits',
    async run({ transport, key }) {
      await transport.set(key('a'), bytes('A'))
      await transport.set(key('b'), bytes(''))
      const hits = await transport.hasMany([key('a'), key('missing'), key('b')])
      assert.ok(hits instanceof Set)
      assertSameMembers(hits, [key('a'), key('b')], 'hasMany')
    },
  },
  {
    name: 'hasMany leaves out items with exactly the flags that are excepted',
    async run({ transport, key }) {
      const exceptFlags = 2 ** 31 + 1
      await transport.set(key('same'), bytes(''), { flags: exceptFlags })
      await transport.set(key('fewer'), bytes(''), { flags: 2 ** 31 })
      await transport.set(key('more'), bytes(''), { flags: exceptFlags + 2 })
      await transport.set(key('none'), bytes(''))
      const keys = ['same', 'fewer', 'more', 'none', 'missing'].map((name) => key(name))
      const others = await transport.hasMany(keys, { exceptFlags })
      assertSameMembers(others, [key('fewer'), key('more'), key('none')], 'hasMany')
      const flagged = await transport.hasMany(keys, { exceptFlags: 0 })
      assertSameMembers(flagged, [key('same'), key('fewer'), key('more')], 'hasMany')
      assertSameMembers(await transport.hasMany(keys), keys.slice(0, -1), 'hasMany')
    },
  },
  {
    name: 'getMany and hasMany of no keys resolve to nothing',
    async run({ transport }) {
      assert.equal((await transport.getMany([])).size, 0)
      assert.equal((await transport.hasMany([])).size, 0)
    },
  },
  {
    name: 'getMany and hasMany take a list that has a key twice, and a frozen list',
    async run({ transport, key }) {
      await transport.set(key('a'), bytes('A'))
      await transport.set(key('b'), bytes('B'))
      const keys = Object.freeze([key('a'), key('missing'), key('a'), key('missing'), key('b')])
      assert.equal((await transport.getMany(keys)).size, 2)
      assertHolds((await transport.getMany(keys)).get(key('b')), bytes('B'))
      assert.equal((await transport.hasMany(keys)).size, 2)
    },
  },
  {
    name: 'getMany and hasMany of 3,000 keys give each key its own answer',
    async run({ transport, key }) {
      const keys = Array.from({ length: 3000 }, (_, index) => key(String(index)))
      const stored = keys.filter((_, index) => index % 3 !== 0)
      await Promise.all(stored.map((name) => transport.set(name, bytes(`value of ${name}`))))
      const hits = await transport.getMany(keys)
      assertSameMembers(hits.keys(), stored, 'getMany')
      for (const name of stored) assertHolds(hits.get(name), bytes(`value of ${name}`))
      assertSameMembers(await transport.hasMany(keys), stored, 'hasMany')
    },
  },
  {
    name: 'twenty calls of getMany and hasMany with 1,000 keys each all resolve at once',
    async run({ transport, key }) {
      const keys = Array.from({ length: 1000 }, (_, index) => key(String(index)))
      const stored = keys.filter((_, index) => index % 3 !== 0)
      await Promise.all(stored.map((name) => transport.set(name, bytes(name))))
      const ten = Array.from({ length: 10 })
      const [items, hits] = await Promise.all([
        Promise.all(ten.map(() => transport.getMany(keys))),
        Promise.all(ten.map(() => transport.hasMany(keys))),
      ])
      for (const found of items) {
        assertSameMembers(found.keys(), stored, 'getMany')
        for (const name of stored) assertHolds(found.get(name), bytes(name))
      }
      for (const found of hits) assertSameMembers(found, stored, 'hasMany')
    },
  },
]
