import assert from 'node:assert/strict'
import { isTransportError } from '@lmc/transport'
import { bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'

export const countingClauses: readonly Clause[] = [
  {
    name: 'increment adds to the decimal number that the item holds and resolves to the new value',
    async run({ transport, key }) {
      await transport.set(key(), bytes('7'))
      assert.equal(await transport.increment(key(), 3), 10n)
      assert.equal(await transport.increment(key(), 0), 10n)
      assert.equal(await transport.increment(key(), 90n), 100n)
      assert.equal(new TextDecoder().decode((await transport.get(key()))?.value), '100')
    },
  },
  {
    name: 'increment by a negative delta subtracts, and stops at 0',
    async run({ transport, key }) {
      await transport.set(key(), bytes('10'))
      assert.equal(await transport.increment(key(), -3), 7n)
      assert.equal(await transport.increment(key(), -100n), 0n)
      assert.equal(new TextDecoder().decode((await transport.get(key()))?.value).trim(), '0')
    },
  },
  {
    name: 'increment is exact over all of 64 bits, and wraps around above',
    async run({ transport, key }) {
      await transport.set(key(), bytes('9007199254740993'))
      assert.equal(await transport.increment(key(), 2), 9007199254740995n)
      assert.equal(await transport.increment(key(), -2n), 9007199254740993n)
      await transport.set(key(), bytes('18446744073709551614'))
      assert.equal(await transport.increment(key(), 1), 18446744073709551615n)
      assert.equal(await transport.increment(key(), 2), 1n)
      await transport.set(key(), bytes('0'))
      assert.equal(await transport.increment(key(), 18446744073709551615n), 18446744073709551615n)
      assert.equal(await transport.increment(key(), -18446744073709551615n), 0n)
    },
  },
  {
    name: 'increment of a key that holds nothing resolves to undefined and stores nothing',
    async run({ transport, key }) {
      assert.equal(await transport.increment(key(), 1), undefined)
      assert.equal(await transport.increment(key(), -1), undefined)
      assert.equal(await transport.get(key()), undefined)
    },
  },
  {
    name: 'increment with an initial value stores that value without the delta when the key holds nothing',
    async run({ transport, key }) {
      assert.equal(await transport.increment(key(), 5, { initial: 0 }), 0n)
      assert.equal(await transport.increment(key(), 5, { initial: 0 }), 5n)
      const greatest = 18446744073709551615n
      assert.equal(await transport.increment(key('down'), -5, { initial: greatest }), greatest)
      assert.equal(await transport.increment(key('down'), -5, { initial: 0 }), greatest - 5n)
    },
  },
  {
    name: 'increment of an item that is not a number rejects with server, and leaves the item alone',
    async run({ transport, key }) {
      await transport.set(key(), bytes('seven'))
      await assert.rejects(
        transport.increment(key(), 1, { initial: 1 }),
        (error) => isTransportError(error) && error.code === 'server',
      )
      assert.equal(new TextDecoder().decode((await transport.get(key()))?.value), 'seven')
    },
  },
  {
    name: 'increments from several transports at once are all counted',
    async run({ transport, open, key }) {
      const counters = [transport, await open(), await open()]
      await transport.set(key(), bytes('0'))
      const answers = await Promise.all(
        counters.flatMap((counter) => Array.from({ length: 100 }, () => counter.increment(key(), 1))),
      )
      assert.equal(new Set(answers).size, 300, 'two increments gave the same value')
      assert.equal(await transport.increment(key(), 0), 300n)
    },
  },
]
