import assert from 'node:assert/strict'
import { assertSameMembers } from '../assert-same-members.ts'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'

export const serverClauses: readonly Clause[] = [
  {
    name: 'servers names each server once, and the list cannot be changed from outside',
    async run({ transport }) {
      const before = [...transport.servers]
      assert.ok(before.length > 0)
      assert.ok(before.every((server) => typeof server === 'string' && server !== ''))
      assert.equal(new Set(before).size, before.length)
      try {
        // As a caller without types could; a frozen list throws.
        Reflect.apply(Array.prototype.push, transport.servers, ['intruder'])
      } catch (error) {
        assert.ok(error instanceof TypeError)
      }
      assert.deepEqual([...transport.servers], before)
    },
  },
  {
    name: 'flush drops everything, also the items of other transports, and nothing that is stored later',
    async run({ transport, open, key }) {
      const other = await open()
      await transport.set(key('mine'), bytes('x'))
      await other.set(key('theirs'), bytes('x'))
      assert.equal(await transport.flush(), undefined)
      assert.equal(await other.get(key('mine')), undefined)
      assert.equal(await transport.get(key('theirs')), undefined)
      await transport.set(key('later'), bytes('x'))
      assertHolds(await other.get(key('later')), bytes('x'))
    },
  },
  {
    name: 'flush of one server drops only the items of that server, and flush of an unknown server rejects',
    async run({ transport, key }) {
      const keys = Array.from({ length: 200 }, (_, index) => key(`key-${index}`))
      for (const each of keys) await transport.set(each, bytes('x'))
      await assert.rejects(transport.flush({ server: 'there is no such server' }), RangeError)
      let left = (await transport.hasMany(keys)).size
      assert.equal(left, keys.length)
      for (const [index, server] of transport.servers.entries()) {
        await transport.flush({ server })
        const { size } = await transport.hasMany(keys)
        assert.ok(size < left, `${server} was not flushed`)
        assert.equal(size === 0, index === transport.servers.length - 1, `${size} keys are left`)
        left = size
      }
    },
  },
  {
    name: 'serverOf names the server of a key',
    async run({ transport, key }) {
      let left = Array.from({ length: 200 }, (_, index) => key(`key-${index}`))
      for (const each of left) await transport.set(each, bytes('x'))
      for (const server of transport.servers) {
        await transport.flush({ server })
        const there = await transport.hasMany(left)
        left = left.filter((each) => transport.serverOf(each) !== server)
        assertSameMembers(there, left, `the keys that a flush of ${server} leaves`)
      }
    },
  },
  {
    name: 'statistics has one entry for each server, in their order, and counts hits and misses',
    async run({ transport, key }) {
      const count = async (name: string): Promise<number> => {
        const entries = await transport.statistics()
        assert.deepEqual(
          entries.map(({ server }) => server),
          [...transport.servers],
        )
        assert.ok(entries.every(({ error }) => error === undefined))
        const figures = entries.map(({ statistics }) => statistics[name])
        assert.ok(
          figures.every((figure) => typeof figure === 'string' && /^\d+$/.test(figure)),
          `${name}: ${String(figures)}`,
        )
        return figures.reduce((sum, figure) => sum + Number(figure), 0)
      }
      await transport.set(key(), bytes('x'))
      const [hits, misses, items] = [
        await count('get_hits'),
        await count('get_misses'),
        await count('total_items'),
      ]
      await transport.get(key())
      await transport.get(key('missing'))
      await transport.set(key('more'), bytes('x'))
      assert.equal((await count('get_hits')) - hits, 1)
      assert.equal((await count('get_misses')) - misses, 1)
      assert.equal((await count('total_items')) - items, 1)
    },
  },
]
