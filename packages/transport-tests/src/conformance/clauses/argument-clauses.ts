import assert from 'node:assert/strict'
import type { StoreOptions, Transport } from '@lmc/transport'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { isRefusal } from '../is-refusal.ts'
import { keyedOperations } from '../operations.ts'

/** Keys that memcached would refuse, shorten, or read as a command. */
const badKeys: readonly string[] = [
  '',
  ' ',
  'a b',
  'a\r\nflush_all',
  'a\tb',
  'a\0b',
  'a\x7fb',
  'é'.repeat(126),
  '鍵 鍵',
  'ключ\r\n',
  '\ud800',
  'é\udc00',
  'k'.repeat(251),
]

const badLifetimes: readonly number[] = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]

const badFlags: readonly number[] = [-1, 1.5, Number.NaN, 2 ** 32]

const notBytes: readonly unknown[] = ['text', undefined, null, 7, [1, 2], new ArrayBuffer(2)]

export const argumentClauses: readonly Clause[] = [
  {
    name: 'keys of 1 and of 250 characters, and of every printable character, are all different keys',
    async run({ transport, key }) {
      const long = key().padEnd(249, 'k')
      const characters = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index))
      const keys = [
        `${long}a`,
        `${long}b`,
        long,
        ...characters,
        ...characters.map((character) => key(character)),
      ]
      await Promise.all(keys.map((name) => transport.set(name, bytes(`value of ${name}`))))
      for (const name of keys) assertHolds(await transport.get(name), bytes(`value of ${name}`))
      await Promise.all(keys.map((name) => transport.delete(name)))
    },
  },
  {
    name: 'every method rejects a bad key, and changes nothing',
    async run({ transport, key }) {
      await transport.set(key(), bytes('kept'))
      for (const { name, run } of keyedOperations) {
        for (const bad of badKeys) {
          await assert.rejects(run(transport, bad), isRefusal, `${name} took ${JSON.stringify(bad)}`)
        }
      }
      await assert.rejects(transport.getMany([key(), 'a b']), isRefusal)
      await assert.rejects(transport.hasMany([key(), 'a b']), isRefusal)
      assertHolds(await transport.get(key()), bytes('kept'))
    },
  },
  {
    name: 'every method rejects a bad lifetime, and stores nothing',
    async run({ transport, key }) {
      await transport.set(key('touch'), bytes('x'))
      for (const lifetime of badLifetimes) {
        const refused = `accepted a lifetime of ${lifetime}`
        await assertAllRefuse(transport, key(), { lifetime }, refused)
        await assert.rejects(
          transport.increment(key(), 1, { initial: 1, lifetime }),
          isRefusal,
          `increment ${refused}`,
        )
        await assert.rejects(transport.touch(key('touch'), lifetime), isRefusal, `touch ${refused}`)
      }
      assert.equal(await transport.get(key()), undefined)
      assertHolds(await transport.get(key('touch')), bytes('x'))
    },
  },
  {
    name: 'every method rejects bad flags, and stores nothing',
    async run({ transport, key }) {
      for (const flags of badFlags)
        await assertAllRefuse(transport, key(), { flags }, `accepted flags of ${flags}`)
      assert.equal(await transport.get(key()), undefined)
    },
  },
  {
    name: 'a value that is not a Uint8Array rejects, and stores nothing',
    async run({ transport, key }) {
      for (const bad of notBytes) {
        for (const name of ['set', 'add', 'replace', 'append', 'prepend', 'compareAndSet'] as const) {
          // As a caller without types would.
          const call: unknown = Reflect.apply(transport[name], transport, [key(), bad, '1'])
          await assert.rejects(Promise.resolve(call), isRefusal, `${name} took ${String(bad)}`)
        }
      }
      assert.equal(await transport.get(key()), undefined)
    },
  },
  {
    name:
      'keys that are not an array, and a cas token that is not a string, reject with a TypeError that ' +
      'does not show them',
    async run({ transport, key }) {
      await transport.set(key(), bytes('kept'))
      const refuse = async (
        name: 'getMany' | 'hasMany' | 'compareAndSet' | 'compareAndDelete',
        given: unknown[],
      ): Promise<void> => {
        // As a caller without types would.
        const call: unknown = Reflect.apply(transport[name], transport, given)
        const error: unknown = await Promise.resolve(call).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        assert.ok(error instanceof TypeError, `${name} accepted an argument of a wrong type`)
        assert.doesNotMatch(error.message, /secret/)
      }
      for (const bad of ['secret', undefined, null, 7, {}]) {
        await refuse('getMany', [bad])
        await refuse('hasMany', [bad])
      }
      for (const bad of [undefined, null, 7, { secret: 1 }]) {
        await refuse('compareAndSet', [key(), bytes('x'), bad])
        await refuse('compareAndDelete', [key(), bad])
      }
      assertHolds(await transport.get(key()), bytes('kept'))
    },
  },
  {
    name: 'a delta or an initial value that is not a whole number of 64 bits rejects, and changes nothing',
    async run({ transport, key }) {
      await transport.set(key(), bytes('5'))
      for (const delta of [1.5, Number.NaN, 2 ** 53, 2n ** 64n, -(2n ** 64n)]) {
        await assert.rejects(transport.increment(key(), delta), isRefusal, `accepted a delta of ${delta}`)
      }
      for (const initial of [-1, 1.5, Number.NaN, 2 ** 53, 2n ** 64n]) {
        await assert.rejects(transport.increment(key('new'), 1, { initial }), isRefusal, `took ${initial}`)
      }
      assertHolds(await transport.get(key()), bytes('5'))
      assert.equal(await transport.get(key('new')), undefined)
    },
  },
]

async function assertAllRefuse(
  transport: Transport,
  key: string,
  options: StoreOptions,
  refused: string,
): Promise<void> {
  for (const name of ['set', 'add', 'replace'] as const) {
    await assert.rejects(transport[name](key, bytes('x'), options), isRefusal, `${name} ${refused}`)
  }
  await assert.rejects(
    transport.compareAndSet(key, bytes('x'), '1', options),
    isRefusal,
    `compareAndSet ${refused}`,
  )
}
