import assert from 'node:assert/strict'
import { assertSameMembers } from '../assert-same-members.ts'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { keyedOperations } from '../operations.ts'

/**
 * Ends of keys. A transport confuses them when it counts or writes characters instead of bytes, or changes
 * characters.
 */
const endings: readonly string[] = [
  'é',
  // The same letter in two code points, and then its bytes as two characters.
  'e\u0301',
  '\u00c3\u00a9',
  '\u00e9\u0085',
  'ключ',
  ';NGH',
  '鍵',
  '\u{1f511}',
  '\u{1f512}',
  '\ufffd',
  '\ufeff',
  '\u00a0',
  '\u2028',
]

/** The longest keys: 250 bytes. */
function longKeys(start: string): string[] {
  return ['é', 'ё', '鍵', '\u{1f511}'].map((character) => {
    const count = Math.floor((250 - bytes(start).length) / bytes(character).length)
    const key = start + character.repeat(count)
    return key + 'k'.repeat(250 - bytes(key).length)
  })
}

export const utf8Clauses: readonly Clause[] = [
  {
    name: 'keys of UTF-8, up to 250 bytes, are all different keys, and come back as they were given',
    async run({ transport, key }) {
      const keys = [...endings.map((ending) => key(ending)), ...longKeys(key())]
      for (const name of keys) assert.equal(await transport.set(name, bytes(`value of ${name}`)), true, name)
      for (const name of keys) assertHolds(await transport.get(name), bytes(`value of ${name}`))
      const missing = keys.map((name) => name.replace('k', 'К'))
      const asked = [...keys, ...missing.filter((name) => bytes(name).length <= 250), key('plain')]
      const hits = await transport.getMany(asked)
      assertSameMembers(hits.keys(), keys, 'getMany')
      for (const name of keys) assertHolds(hits.get(name), bytes(`value of ${name}`))
      assertSameMembers(await transport.hasMany(asked), keys, 'hasMany')
      for (const name of keys) assert.equal(await transport.delete(name), true, name)
      for (const name of keys) assert.equal(await transport.get(name), undefined, name)
    },
  },
  {
    name: 'every method takes a key of UTF-8',
    async run({ transport, key }) {
      const name = key('ключ')
      for (const { name: method, run } of keyedOperations)
        await assert.doesNotReject(run(transport, name), `${method} refused ${name}`)
      await transport.set(name, bytes('7'))
      assert.equal(await transport.increment(name, 1), 8n)
      assert.equal(await transport.append(name, bytes('0')), true)
      assert.equal(await transport.prepend(name, bytes('9')), true)
      assert.equal(await transport.touch(name, 60), true)
      assert.equal(await transport.replace(name, bytes('replaced')), true)
      assert.equal(await transport.add(name, bytes('added')), false)
      const before = await transport.gets(name)
      assertHolds(before, bytes('replaced'))
      assert.equal(await transport.compareAndSet(name, bytes('last'), before?.cas ?? '0'), true)
      assertHolds(await transport.get(name), bytes('last'))
      const after = await transport.gets(name)
      assert.equal(await transport.compareAndDelete(name, after?.cas ?? '0'), true)
      assert.equal(await transport.get(name), undefined)
    },
  },
]
