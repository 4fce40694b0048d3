import assert from 'node:assert/strict'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { isRefusal } from '../is-refusal.ts'

export const casClauses: readonly Clause[] = [
  {
    name: 'gets resolves to the item with a token that compareAndSet takes once',
    async run({ transport, key }) {
      await transport.set(key(), bytes('one'), { flags: 4 })
      const item = await transport.gets(key())
      assertHolds(item, bytes('one'), 4)
      assert.ok(item)
      assert.equal(await transport.compareAndSet(key(), bytes('two'), item.cas), true)
      assertHolds(await transport.get(key()), bytes('two'))
      assert.equal(
        await transport.compareAndSet(key(), bytes('three'), item.cas),
        false,
        'the token was used twice',
      )
      assertHolds(await transport.get(key()), bytes('two'))
    },
  },
  {
    name: 'compareAndSet resolves to false when the item has changed in any way, and leaves it alone',
    async run({ transport, open, key }) {
      const other = await open()
      const changes: readonly [string, (own: string) => Promise<unknown>][] = [
        ['set', (own) => other.set(own, bytes('10'))],
        ['append', (own) => other.append(own, bytes('0'))],
        ['increment', (own) => other.increment(own, 9)],
      ]
      for (const [name, change] of changes) {
        await transport.set(key(name), bytes('1'))
        const item = await transport.gets(key(name))
        assert.ok(item)
        await change(key(name))
        assert.equal(
          await transport.compareAndSet(key(name), bytes('mine'), item.cas),
          false,
          `after ${name}`,
        )
        assertHolds(await transport.get(key(name)), bytes('10'))
      }
    },
  },
  {
    name: 'compareAndSet resolves to false when the key holds nothing, and stores nothing',
    async run({ transport, key }) {
      await transport.set(key(), bytes('x'))
      const item = await transport.gets(key())
      assert.ok(item)
      await transport.delete(key())
      assert.equal(await transport.compareAndSet(key(), bytes('y'), item.cas), false)
      assert.equal(await transport.get(key()), undefined)
    },
  },
  {
    name: 'compareAndSet with an invented token stores nothing, and has no other effect',
    async run({ transport, key }) {
      await transport.set(key(), bytes('kept'))
      await transport.set(key('other'), bytes('kept'))
      const hostile = `1\r\nx\r\nset ${key('other')} 0 0 1`
      for (const cas of ['', 'x', '-1', '1 2', ' ', '1\r\nflush_all', hostile, '9'.repeat(30), '\0', 'é']) {
        const isStored = await transport.compareAndSet(key(), bytes('x'), cas).catch((error: unknown) => {
          assert.ok(isRefusal(error), `${JSON.stringify(cas)} rejected with ${String(error)}`)
          return false
        })
        assert.equal(isStored, false, `${JSON.stringify(cas)} stored something`)
      }
      assertHolds(await transport.get(key()), bytes('kept'))
      assertHolds(await transport.get(key('other')), bytes('kept'))
    },
  },
  {
    name: 'compareAndDelete deletes the version that gets gave, once',
    async run({ transport, key }) {
      await transport.set(key(), bytes('one'))
      const item = await transport.gets(key())
      assert.ok(item)
      assert.equal(await transport.compareAndDelete(key(), item.cas), true)
      assert.equal(await transport.get(key()), undefined, 'the item is still there')
      assert.equal(await transport.compareAndDelete(key(), item.cas), false, 'there was nothing to delete')
    },
  },
  {
    name: 'compareAndDelete resolves to false when the item has changed in any way, and leaves it alone',
    async run({ transport, open, key }) {
      const other = await open()
      const changes: readonly [string, (own: string) => Promise<unknown>][] = [
        ['set', (own) => other.set(own, bytes('10'))],
        ['append', (own) => other.append(own, bytes('0'))],
        ['increment', (own) => other.increment(own, 9)],
        ['delete-and-set', (own) => other.delete(own).then(() => other.set(own, bytes('10')))],
      ]
      for (const [name, change] of changes) {
        await transport.set(key(name), bytes('1'))
        const item = await transport.gets(key(name))
        assert.ok(item)
        await change(key(name))
        assert.equal(await transport.compareAndDelete(key(name), item.cas), false, `after ${name}`)
        assertHolds(await transport.get(key(name)), bytes('10'))
      }
    },
  },
  {
    name: 'compareAndDelete with an invented token deletes nothing, and has no other effect',
    async run({ transport, key }) {
      await transport.set(key(), bytes('kept'))
      await transport.set(key('other'), bytes('kept'))
      const hostile = `1\r\nmd ${key('other')}`
      for (const cas of [
        '',
        'x',
        '-1',
        '0',
        '1 2',
        ' ',
        '1\r\nflush_all',
        hostile,
        '9'.repeat(30),
        '\0',
        'é',
      ]) {
        const isDeleted = await transport.compareAndDelete(key(), cas).catch((error: unknown) => {
          assert.ok(isRefusal(error), `${JSON.stringify(cas)} rejected with ${String(error)}`)
          return false
        })
        assert.equal(isDeleted, false, `${JSON.stringify(cas)} deleted something`)
      }
      assertHolds(await transport.get(key()), bytes('kept'))
      assertHolds(await transport.get(key('other')), bytes('kept'))
    },
  },
]
