import assert from 'node:assert/strict'
import { isTransportError } from '@lmc/transport'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'
import { allOperations } from '../operations.ts'

export const callClauses: readonly Clause[] = [
  {
    name: 'every method returns a promise, also for wrong arguments, and never throws',
    async run({ transport, key }) {
      for (const { name, run } of allOperations) {
        for (const own of [key(), 'not a key']) {
          let call: unknown
          assert.doesNotThrow(() => (call = run(transport, own)), `${name} threw`)
          assert.ok(call instanceof Promise, `${name} returned no promise`)
          await call.catch(() => undefined)
        }
      }
    },
  },
  {
    name: '2,000 calls at once each get their own answer',
    async run({ transport, key }) {
      const keys = Array.from({ length: 500 }, (_, index) => key(String(index)))
      const stored = await Promise.all(keys.map((name) => transport.set(name, bytes(`value of ${name}`))))
      assert.ok(stored.every(Boolean))
      await Promise.all(
        keys.map(async (name, index) => {
          const [item, many, counter, gone] = await Promise.all([
            transport.get(name),
            transport.getMany([name, key('missing')]),
            transport.increment(key(`counter${index}`), 1, { initial: index }),
            transport.get(key(`missing${index}`)),
          ])
          assertHolds(item, bytes(`value of ${name}`))
          assertHolds(many.get(name), bytes(`value of ${name}`))
          assert.equal(many.size, 1)
          assert.equal(counter, BigInt(index))
          assert.equal(gone, undefined)
        }),
      )
    },
  },
  {
    name: 'calls of one transport on one key are carried out in the order they were made',
    async run({ transport, key }) {
      const calls: Promise<unknown>[] = [transport.set(key(), bytes(''))]
      for (let index = 0; index < 100; index++) calls.push(transport.append(key(), bytes(`${index},`)))
      const last = transport.get(key())
      const [item] = await Promise.all([last, ...calls])
      assertHolds(item, bytes(Array.from({ length: 100 }, (_, index) => `${index},`).join('')))
    },
  },
  {
    name: 'a call whose signal has already aborted rejects with its reason, and does nothing',
    async run({ transport, key }) {
      await transport.set(key(), bytes('5'))
      const signal = AbortSignal.abort(new Error('changed my mind'))
      for (const { name, run } of allOperations) {
        await assert.rejects(run(transport, key(), { signal }), (error) => error === signal.reason, name)
      }
      await assert.rejects(transport.set(key(), bytes('6'), { signal }), (error) => error === signal.reason)
      assertHolds(await transport.get(key()), bytes('5'))
    },
  },
  {
    name: 'a call whose signal aborts later rejects with its reason, and the next call gets its own answer',
    async run({ transport, key }) {
      await transport.set(key('other'), bytes('own'))
      for (const { name, run } of allOperations.filter((operation) => operation.name !== 'flush')) {
        const controller = new AbortController()
        const reason = new Error('changed my mind')
        const call = run(transport, key(), { signal: controller.signal })
        controller.abort(reason)
        await assert.rejects(call, (error) => error === reason, name)
        assertHolds(await transport.get(key('other')), bytes('own'))
      }
    },
  },
  {
    name: 'a signal that does not abort changes nothing',
    async run({ transport, key }) {
      const { signal } = new AbortController()
      assert.equal(await transport.set(key(), bytes('x'), { signal }), true)
      assertHolds(await transport.get(key(), { signal }), bytes('x'))
    },
  },
  {
    name: 'close settles the calls in flight, and resolves when it is called again',
    async run({ transport, key }) {
      const calls = Array.from({ length: 100 }, (_, index) => transport.set(key(String(index)), bytes('x')))
      const closed = transport.close()
      const outcomes = await Promise.allSettled([...calls, closed])
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') assert.ok(isTransportError(outcome.reason), String(outcome.reason))
      }
      await closed
      await transport.close()
    },
  },
  {
    name: 'every call after close rejects with closed',
    async run({ open, key }) {
      const transport = await open()
      await transport.set(key(), bytes('x'))
      await transport.close()
      for (const { name, run } of allOperations) {
        await assert.rejects(
          run(transport, key()),
          (error) => isTransportError(error) && error.code === 'closed',
          name,
        )
      }
    },
  },
]
