import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { testTransport } from '@lmc/transport-tests/conformance'
import { forwardTo, type Transport, TransportError } from '@lmc/transport'
import { describe, expect, it } from 'vitest'
import { GuardedTransport } from '../../src/guard/guarded-transport.ts'
import { inOrder } from '../../src/guard/in-order.ts'
import { WriteOrder } from '../../src/guard/write-order.ts'

const ignore = { limit: 100, onLost: () => {} }
const down = new TransportError('connection', 'refused', { server: 'memory' })

for (const [name, wrap] of [
  ['GuardedTransport', (inner: Transport) => new GuardedTransport(inner, ignore)],
  ['inOrder', (inner: Transport) => inOrder(inner, new WriteOrder())],
] as const) {
  let now = Date.now()
  const store = new MemoryStore({ clock: () => now })
  testTransport(name, {
    describe,
    it,
    open: () => wrap(new MemoryTransport({ store })),
    elapse: (seconds) => void (now += seconds * 1000),
  })
}

/**
 * A transport after a failed flush. It has its own run of the suite, since each command for a key first
 * deletes the key.
 */
function pendingFlush(): Transport {
  const memory = new MemoryTransport()
  return new GuardedTransport(forwardTo(memory, { flush: () => Promise.reject(down) }), ignore)
}

const bytes = (text: string): Uint8Array => Buffer.from(text)

describe('GuardedTransport, after a flush that has failed', () => {
  const operations: readonly (readonly [
    string,
    (transport: Transport, key: string) => Promise<unknown>,
    unknown,
  ])[] = [
    ['get', (transport, key) => transport.get(key), undefined],
    ['gets', (transport, key) => transport.gets(key), undefined],
    ['getMany', (transport, key) => transport.getMany([key]), new Map()],
    ['hasMany', (transport, key) => transport.hasMany([key]), new Set()],
    ['add', (transport, key) => transport.add(key, bytes('1')), true],
    ['replace', (transport, key) => transport.replace(key, bytes('1')), false],
    ['append', (transport, key) => transport.append(key, bytes('1')), false],
    ['prepend', (transport, key) => transport.prepend(key, bytes('1')), false],
    ['compareAndSet', (transport, key) => transport.compareAndSet(key, bytes('1'), '1'), false],
    ['compareAndDelete', (transport, key) => transport.compareAndDelete(key, '1'), false],
    ['touch', (transport, key) => transport.touch(key, 60), false],
    ['increment', (transport, key) => transport.increment(key, 1), undefined],
    ['set', (transport, key) => transport.set(key, bytes('1')), true],
  ]

  it.each(operations)('%s does not find the old item', async (name, call, expected) => {
    const transport = pendingFlush()
    await transport.set(name, bytes('5'))
    await expect(transport.flush()).rejects.toBe(down)
    await expect(call(transport, name)).resolves.toEqual(expected)
    await transport.close()
  })

  it('a value that was stored since is found, also by repeated reads', async () => {
    const transport = pendingFlush()
    await transport.set('a', bytes('old'))
    await expect(transport.flush()).rejects.toBe(down)
    await transport.add('a', bytes('1'))
    await transport.append('a', bytes('2'))
    await expect(transport.increment('a', 3)).resolves.toBe(15n)
    await expect(transport.hasMany(['a', 'b'])).resolves.toEqual(new Set(['a']))
    await expect(transport.flush()).rejects.toBe(down)
    await expect(transport.get('a')).resolves.toBeUndefined()
    await transport.close()
  })

  it('20,000 keys of one read are deleted in portions', async () => {
    const memory = new MemoryTransport()
    let underWay = 0
    let most = 0
    const counting = forwardTo(memory, {
      flush: () => Promise.reject(down),
      async delete(key, options) {
        most = Math.max(most, ++underWay)
        await new Promise(setImmediate)
        underWay--
        return memory.delete(key, options)
      },
    })
    const transport = new GuardedTransport(counting, ignore)
    await expect(transport.flush()).rejects.toBe(down)
    const keys = Array.from({ length: 20_000 }, (_, index) => `key-${index}`)
    await expect(transport.getMany(keys)).resolves.toEqual(new Map())
    expect(most).toBeLessThanOrEqual(4096)
    await transport.close()
  })
})

describe('GuardedTransport, after a delete that has failed', () => {
  it('deletes the key before any other command for it', async () => {
    const memory = new MemoryTransport()
    let isDown = true
    const transport = new GuardedTransport(
      forwardTo(memory, { delete: (key) => (isDown ? Promise.reject(down) : memory.delete(key)) }),
      ignore,
    )
    await transport.set('a', bytes('old'))
    await expect(transport.delete('a')).rejects.toBe(down)
    await expect(transport.add('a', bytes('new'))).rejects.toBe(down)
    await expect(transport.gets('a')).rejects.toBe(down)
    isDown = false
    await expect(transport.add('a', bytes('new'))).resolves.toBe(true)
    await transport.close()
  })
})

describe('GuardedTransport, while a set is under way', () => {
  const failed: readonly (readonly [what: string, fail: (transport: Transport) => Promise<unknown>])[] = [
    ['a delete', (transport) => transport.delete('a')],
    ['a flush', (transport) => transport.flush()],
  ]

  /** A transport that deletes nothing before the first set. A set is answered when the test says so. */
  function openSlow(isTaken = true): { transport: Transport; sent: string[]; answer: () => void } {
    const memory = new MemoryTransport()
    const sent: string[] = []
    let answer = (): void => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    let isDown = true
    const slow = forwardTo(memory, {
      flush: () => Promise.reject(down),
      async delete(key) {
        if (isDown) throw down
        sent.push('delete')
        return memory.delete(key)
      },
      async set(key, value) {
        isDown = false
        sent.push('set')
        const isStored = isTaken && (await memory.set(key, value))
        await answered
        return isStored
      },
    })
    return { transport: new GuardedTransport(slow, ignore), sent, answer: () => answer() }
  }

  it.each(failed)('no retry of %s is sent behind the set: the new value stays', async (_, fail) => {
    const { transport, sent, answer } = openSlow()
    await expect(fail(transport)).rejects.toBe(down)
    const set = transport.set('a', bytes('new'))
    const read = transport.get('a')
    answer()
    await expect(set).resolves.toBe(true)
    await expect(read.then((item) => item && Buffer.from(item.value).toString())).resolves.toBe('new')
    await transport.close()
    expect(sent).toEqual(['set'])
  })

  it.each(failed)('the retry of %s follows when the set has stored nothing', async (_, fail) => {
    const { transport, sent, answer } = openSlow(false)
    await expect(fail(transport)).rejects.toBe(down)
    const set = transport.set('a', bytes('new'))
    const read = transport.get('a')
    answer()
    await expect(set).resolves.toBe(false)
    await expect(read).resolves.toBeUndefined()
    expect(sent).toEqual(['set', 'delete'])
    await transport.close()
  })
})
