import assert from 'node:assert/strict'
import { isTransportError } from '@lmc/transport'
import { assertSameMembers } from '../assert-same-members.ts'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { storingOperations } from '../operations.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** Values that a transport breaks when it handles values as lines, as text, or by truthiness. */
const awkwardValues: readonly Uint8Array[] = [
  new Uint8Array(0),
  bytes('0'),
  bytes('\r\n'),
  bytes('END\r\n'),
  bytes('VALUE other 0 5\r\nwrong\r\nEND\r\n'),
  bytes('HD\r\nMN\r\n'),
  bytes('x\r\nflush_all\r\n'),
  everyByte,
  Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 251),
]

/** The item limit of a memcached without the option `-I`. */
const ITEM_LIMIT = 1024 * 1024

export const storingClauses: readonly Clause[] = [
  {
    name: 'get of a key that was never stored resolves to undefined',
    async run({ transport, key }) {
      assert.equal(await transport.get(key()), undefined)
      assert.equal(await transport.gets(key()), undefined)
    },
  },
  {
    name: 'get resolves to exactly the bytes that were set',
    async run({ transport, key }) {
      for (const value of awkwardValues) {
        assert.equal(await transport.set(key(), value), true)
        assertHolds(await transport.get(key()), value)
      }
    },
  },
  {
    name: 'every method that stores a value keeps flags from 0 to 2^32 - 1',
    async run({ transport, key }) {
      for (const { name, run } of storingOperations) {
        for (const flags of [0, 1, 32, 2 ** 31, 2 ** 32 - 1]) {
          const own = key(`${name}${flags}`)
          assert.equal(await run(transport, own, bytes('value'), { flags }), true, name)
          assertHolds(await transport.get(own), bytes('value'), flags)
        }
      }
    },
  },
  {
    name: 'the flags are 0 unless given, also when the key held others',
    async run({ transport, key }) {
      await transport.set(key(), bytes('old'), { flags: 7 })
      await transport.set(key(), bytes('new'))
      assertHolds(await transport.get(key()), bytes('new'), 0)
    },
  },
  {
    name: 'one transport reads what another has stored',
    async run({ transport, open, key }) {
      const other = await open()
      await transport.set(key(), bytes('shared'), { flags: 3 })
      assertHolds(await other.get(key()), bytes('shared'), 3)
    },
  },
  {
    name: 'a reader may change the bytes that it got, and a writer the bytes that it passed',
    async run({ transport, key }) {
      const value = bytes('mine')
      await transport.set(key(), value)
      assert.equal(String(value), String(bytes('mine')), 'set changed the bytes that were passed in')
      value.fill(0)
      const first = await transport.get(key())
      assertHolds(first, bytes('mine'))
      first?.value.fill(0)
      assertHolds(await transport.get(key()), bytes('mine'))
    },
  },
  {
    name: 'a value that is read does not change when more is read',
    async run({ transport, key }) {
      const names = Array.from({ length: 50 }, (_, index) => key(String(index)))
      await Promise.all(names.map((name) => transport.set(name, bytes(name.repeat(20)))))
      const items = await Promise.all(names.map((name) => transport.get(name)))
      await Promise.all(names.map((name) => transport.set(name, bytes('other'.repeat(50)))))
      await Promise.all(names.map((name) => transport.get(name)))
      for (const [index, name] of names.entries()) assertHolds(items[index], bytes(name.repeat(20)))
    },
  },
  {
    name: 'add stores only when the key holds nothing, and replace only when it holds an item',
    async run({ transport, key }) {
      assert.equal(await transport.replace(key(), bytes('no')), false)
      assert.equal(await transport.get(key()), undefined)
      assert.equal(await transport.add(key(), bytes('first')), true)
      assert.equal(await transport.add(key(), bytes('no')), false)
      assertHolds(await transport.get(key()), bytes('first'))
      assert.equal(await transport.replace(key(), bytes('second')), true)
      assertHolds(await transport.get(key()), bytes('second'))
    },
  },
  {
    name: 'append adds bytes at the end, prepend at the beginning, and both keep the flags',
    async run({ transport, key }) {
      await transport.set(key(), bytes('b'), { flags: 9 })
      assert.equal(await transport.append(key(), bytes('c')), true)
      assert.equal(await transport.prepend(key(), bytes('a')), true)
      assertHolds(await transport.get(key()), bytes('abc'), 9)
    },
  },
  {
    name: 'append and prepend to a key that holds nothing resolve to false and store nothing',
    async run({ transport, key }) {
      assert.equal(await transport.append(key(), bytes('x')), false)
      assert.equal(await transport.prepend(key(), bytes('x')), false)
      assert.equal(await transport.get(key()), undefined)
    },
  },
  {
    name: 'an append or prepend beyond the item limit resolves to false, and leaves the item unchanged',
    async run({ transport, key }) {
      const value = new Uint8Array(ITEM_LIMIT * 0.75).fill(97)
      await transport.set(key(), value, { flags: 5 })
      for (const more of [new Uint8Array(ITEM_LIMIT / 2), new Uint8Array(ITEM_LIMIT * 2)]) {
        assert.equal(await transport.append(key(), more), false)
        assert.equal(await transport.prepend(key(), more), false)
        assertHolds(await transport.get(key()), value, 5)
      }
    },
  },
  {
    name: 'appends from several transports at once are all kept',
    async run({ transport, open, key }) {
      const writers = [transport, await open(), await open()]
      await transport.set(key(), bytes(''))
      const lines = writers.flatMap((writer, at) =>
        Array.from({ length: 100 }, (_, index) => ({ writer, line: `${at}.${index}\n` })),
      )
      await Promise.all(lines.map(({ writer, line }) => writer.append(key(), bytes(line))))
      const item = await transport.get(key())
      assert.ok(item?.value instanceof Uint8Array, 'expected the value to be a Uint8Array')
      const stored = new TextDecoder().decode(item.value)
      const kept = stored.split('\n').filter(Boolean)
      assertSameMembers(
        kept,
        lines.map(({ line }) => line.trim()),
        'the lines that were appended',
      )
      assert.equal(kept.length, lines.length, 'expected each line once')
    },
  },
  {
    name: 'a set above the item limit rejects with value-too-large, and the old value is gone',
    async run({ transport, key }) {
      await transport.set(key(), bytes('old'))
      await assert.rejects(
        transport.set(key(), new Uint8Array(ITEM_LIMIT + 1)),
        (error) => isTransportError(error) && error.code === 'value-too-large',
      )
      assert.equal(await transport.get(key()), undefined)
      await transport.set(key(), bytes('next'))
      assertHolds(await transport.get(key()), bytes('next'))
    },
  },
  {
    name: 'delete resolves to whether the key held an item, and the key then holds nothing',
    async run({ transport, key }) {
      assert.equal(await transport.delete(key()), false)
      await transport.set(key(), bytes('x'))
      assert.equal(await transport.delete(key()), true)
      assert.equal(await transport.get(key()), undefined)
    },
  },
]
