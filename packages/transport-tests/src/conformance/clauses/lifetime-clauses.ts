import assert from 'node:assert/strict'
import type { Seconds } from '@lmc/transport'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { storingOperations } from '../operations.ts'

const DAY: Seconds = 24 * 60 * 60

// A server that counts whole seconds may end a lifetime up to a second early. So no clause expects an item
// with a lifetime of 1 second to exist.
export const lifetimeClauses: readonly Clause[] = [
  {
    name: 'an item is gone when its lifetime is over, whichever method stored it',
    async run({ transport, elapse, key }) {
      const names = storingOperations.map(({ name }) => key(name))
      for (const [index, { name, run }] of storingOperations.entries()) {
        const own = names[index] ?? key()
        assert.equal(await run(transport, own, bytes('brief'), { lifetime: 2 }), true, name)
        // Read at once: on a busy machine the first item may expire before the last is stored.
        assert.ok(await transport.get(own), `${name} was gone at once`)
      }
      await transport.increment(key('increment'), 1, { initial: 1, lifetime: 2 })
      assert.ok(await transport.get(key('increment')), 'increment was gone at once')
      names.push(key('increment'))
      await elapse(3)
      for (const name of names)
        assert.equal(await transport.get(name), undefined, `${name} outlived its lifetime`)
    },
  },
  {
    name: 'an item without a lifetime, or with a lifetime of 0, never expires',
    async run({ transport, elapse, key }) {
      await transport.set(key('zero'), bytes('x'), { lifetime: 0 })
      await transport.set(key('none'), bytes('x'))
      await transport.increment(key('counter'), 1, { initial: 1 })
      await transport.set(key('touched'), bytes('x'), { lifetime: 2 })
      await transport.touch(key('touched'), 0)
      await elapse(3)
      for (const name of ['zero', 'none', 'counter', 'touched'])
        assert.ok(await transport.get(key(name)), name)
    },
  },
  {
    name: 'a lifetime above 30 days is that far in the future, not in 1970',
    async run({ transport, elapse, key }) {
      const lifetimes = [30 * DAY, 30 * DAY + 1, 31 * DAY, 365 * DAY, 100 * 365 * DAY]
      for (const lifetime of lifetimes) {
        for (const { name, run } of storingOperations) {
          await run(transport, key(`${name}${lifetime}`), bytes('x'), { lifetime })
        }
        await transport.increment(key(`increment${lifetime}`), 1, { initial: 1, lifetime })
        await transport.set(key(`touch${lifetime}`), bytes('x'))
        await transport.touch(key(`touch${lifetime}`), lifetime)
      }
      await elapse(1)
      const names = [...storingOperations.map(({ name }) => name), 'increment', 'touch']
      for (const lifetime of lifetimes) {
        for (const name of names)
          assert.ok(await transport.get(key(`${name}${lifetime}`)), `${name} for ${lifetime} seconds`)
      }
    },
  },
  {
    name: 'touch sets a new lifetime, and resolves to whether the key holds an item',
    async run({ transport, elapse, key }) {
      assert.equal(await transport.touch(key('nothing'), 60), false)
      await transport.set(key('longer'), bytes('kept'), { lifetime: 2, flags: 6 })
      assert.equal(await transport.touch(key('longer'), 60), true)
      await transport.set(key('shorter'), bytes('x'), { lifetime: 60 })
      assert.equal(await transport.touch(key('shorter'), 2), true)
      await elapse(3)
      assertHolds(await transport.get(key('longer')), bytes('kept'), 6)
      assert.equal(await transport.get(key('shorter')), undefined)
    },
  },
]
