import { type CacheKey, memcachedKey } from '@lmc/keys'
import { type Transport, TransportError } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { beforeEach, describe, expect, it } from 'vitest'
import { KeyTracker, type KeyTrackerOptions } from '../src/index.ts'
import { type SetOptions, setListed } from './set-listed.ts'

const VALUE = new Uint8Array(1)
const NAMESPACES = process.env['LMC_LONG'] === '1' ? 20_000 : 4000
let now: number
let store: MemoryStore
let transport: MemoryTransport

beforeEach(() => {
  now = Date.UTC(2026, 0, 1)
  store = new MemoryStore({ clock: () => now })
  transport = new MemoryTransport({ store })
})

const create = (options: Partial<KeyTrackerOptions<CacheKey>> = {}): KeyTracker<CacheKey> =>
  new KeyTracker<CacheKey>({ transport, memcachedKey, now: () => now, ...options })

const set = (tracker: KeyTracker<CacheKey>, key: CacheKey, options?: SetOptions): Promise<void> =>
  setListed(tracker, transport, key, options)

/** A transport to the same store that has methods of its own. */
function withMethods(methods: Partial<Transport>): Transport {
  return Object.assign(new MemoryTransport({ store }), methods)
}

/** All items of the store that belong to an index. */
async function segments(namespace?: string): Promise<Map<string, number>> {
  const prefix = `lmc-index:${memcachedKey('', { namespace })}`
  const names = [0, 1, 2, 3].flatMap((level) =>
    Array.from({ length: Math.max(64, 4 ** level) }, (_, index) => `${prefix}:${level}.${index}`),
  )
  const items = await transport.getMany(names)
  return new Map([...items].map(([name, { value }]) => [name.slice(prefix.length + 1), value.byteLength]))
}

function sum(sizes: Map<string, number>): number {
  return [...sizes.values()].reduce((total, size) => total + size, 0)
}

describe('KeyTracker', () => {
  it('lists nothing where nothing was announced', async () => {
    await expect(create().keys(undefined)).resolves.toEqual([])
  })

  it('lists what was announced and stored, each key once, whichever tracker announced it', async () => {
    await set(create(), 'a')
    await set(create(), 'b')
    await set(create(), 'a')
    await expect(create().keys(undefined)).resolves.toEqual(['a', 'b'])
  })

  it('does not list what was announced and never stored, unless it is not to be verified', async () => {
    const tracker = create()
    await tracker.announce(tracker.entry({ key: 'a', raw: false })).listed
    await expect(tracker.keys(undefined)).resolves.toEqual([])
    await expect(tracker.keys(undefined, { verify: false })).resolves.toEqual(['a'])
  })

  it('sends all announcements of a tick by one append, and says so in that tick, before the values are sent', async () => {
    const order: string[] = []
    const spied = new Proxy(transport, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...args: unknown[]): unknown => {
          order.push(String(name))
          return Reflect.apply(member, target, args)
        }
      },
    })
    const tracker = create({ transport: spied })
    const setBoth = async (): Promise<void> => {
      const announced = ['a', 'b'].map(async (key) => {
        const { sent, listed } = tracker.announce(tracker.entry({ key, raw: false }))
        await sent
        await spied.set(memcachedKey(key), VALUE)
        await listed
      })
      order.push('called')
      process.nextTick(() => order.push('next tick'))
      await Promise.all(announced)
    }
    await setBoth()
    expect(order.slice(0, 6)).toEqual(['called', 'get', 'add', 'append', 'set', 'set'])
    order.length = 0
    await setBoth()
    expect(order).toEqual(['called', 'append', 'set', 'set'])
  })

  it('announces more in one tick than a segment takes, and lists all of it', async () => {
    const tracker = create()
    await Promise.all(
      Array.from({ length: 50_000 }, (_, index) => set(tracker, `a key that is rather long: ${index}`)),
    )
    await expect(create().keys(undefined)).resolves.toHaveLength(50_000)
  })

  it('lists a key whose lifetime was made longer, or shorter, as the server has it', async () => {
    const tracker = create()
    await set(tracker, 'longer', { lifetime: 10 })
    await set(tracker, 'longer', { lifetime: 1000 })
    await set(tracker, 'shorter', { lifetime: 1000 })
    await set(tracker, 'shorter', { lifetime: 10 })
    now += 500_000
    await expect(tracker.keys(undefined)).resolves.toEqual(['longer'])
  })

  it('lists a key that was touched for as long as the server has it, without another word, also where lines have been merged', async () => {
    const tracker = create()
    await set(tracker, 'longer', { lifetime: 10 })
    await set(tracker, 'shorter', { lifetime: 1000 })
    for (const merge of [async () => {}, () => tracker.tidy(undefined)]) {
      await transport.touch(memcachedKey('longer'), 1000)
      await transport.touch(memcachedKey('shorter'), 100)
      await merge()
    }
    now += 50_000
    await tracker.tidy(undefined)
    await expect(create().keys(undefined)).resolves.toEqual(['longer', 'shorter'])
    now += 60_000
    await expect(create().keys(undefined)).resolves.toEqual(['longer'])
    await tracker.tidy(undefined)
    await expect(create().keys(undefined, { verify: false })).resolves.toEqual(['longer'])
  })

  it('lists a key that a writer whose clock is 10 minutes off has set', async () => {
    for (const skew of [-600_000, 600_000]) {
      const elsewhere = create({ now: () => now + skew })
      await set(elsewhere, `off by ${skew}`, { lifetime: 5 })
    }
    now += 4_000
    await expect(create().keys(undefined)).resolves.toHaveLength(2)
    now += 2_000
    await expect(create().keys(undefined)).resolves.toEqual([])
  })

  it('keeps namespaces apart, the empty one and none as well', async () => {
    const tracker = create()
    for (const namespace of ['a', 'b', '']) await set(tracker, `of ${namespace}`, { namespace })
    await set(tracker, 'of none')
    for (const namespace of ['a', 'b', ''])
      await expect(tracker.keys(namespace)).resolves.toEqual([`of ${namespace}`])
    await expect(tracker.keys(undefined)).resolves.toEqual(['of none'])
  })

  it('lists the raw keys of a namespace beside the others', async () => {
    const tracker = create()
    await set(tracker, 'a', { namespace: 'NS_', raw: true })
    await set(tracker, 'a', { namespace: 'NS_' })
    await expect(tracker.keys('NS_')).resolves.toEqual(['a', 'a'])
    await transport.delete('NS_a')
    await expect(tracker.keys('NS_')).resolves.toEqual(['a'])
  })

  it('goes on when its segment was deleted or evicted, with the lines that were in it', async () => {
    const tracker = create()
    await set(tracker, 'lost')
    for (const name of (await segments()).keys())
      await transport.delete(`lmc-index:${memcachedKey('')}:${name}`)
    await set(tracker, 'next')
    await expect(tracker.keys(undefined)).resolves.toEqual(['next', 'lost'])
  })

  it('goes on when all was flushed', async () => {
    const tracker = create()
    await set(tracker, 'lost')
    await transport.flush()
    await set(tracker, 'next')
    await expect(tracker.keys(undefined)).resolves.toEqual(['next'])
  })

  it('appends nothing again that it was told to forget', async () => {
    const tracker = create()
    await set(tracker, 'dropped')
    tracker.forget()
    await transport.flush()
    await set(tracker, 'next')
    await expect(tracker.keys(undefined, { verify: false })).resolves.toEqual(['next'])
  })

  it('has one segment for 100 keys', async () => {
    const tracker = create()
    await Promise.all(Array.from({ length: 100 }, (_, index) => set(tracker, `key ${index}`)))
    expect([...(await segments()).keys()]).toEqual(['0.0'])
  })

  it('spreads 30,000 keys over more segments as they fill, from several writers, and lists all of them', async () => {
    const writers = [create(), create(), create()]
    for (let start = 0; start < 30_000; start += 1000) {
      const batch = Array.from({ length: 1000 }, (_, index) => `a key of the batch: ${start + index}`)
      await Promise.all(batch.map((key, index) => set(writers[index % 3] ?? create(), key)))
    }
    const listed = await create().keys(undefined)
    expect(listed).toHaveLength(30_000)
    expect(new Set(listed).size).toBe(30_000)
    const sizes = await segments()
    expect(sizes.size).toBeGreaterThan(4)
    expect(Math.max(...sizes.values())).toBeLessThan(512 * 1024)
  })

  it('goes to the next level when a segment takes no more, and every tracker lists what is there', async () => {
    const tracker = create()
    await set(tracker, 'before')
    for (let size = 512 * 1024; size >= 8; size /= 2) {
      await transport.append(
        `lmc-index:${memcachedKey('')}:0.0`,
        Buffer.alloc(size, 'x'.repeat(size - 1) + '\n'),
      )
    }
    for (let index = 0; index < 20; index++) await set(tracker, `after ${index}`)
    await expect(tracker.keys(undefined)).resolves.toHaveLength(21)
    await expect(create().keys(undefined)).resolves.toHaveLength(21)
    const sizes = [...(await segments()).keys()]
    expect(sizes.some((name) => name.startsWith('1.'))).toBe(true)
    const late = create()
    for (let index = 0; index < 20; index++) await set(late, `late ${index}`)
    await expect(create().keys(undefined)).resolves.toHaveLength(41)
  })

  it('lists what is set while the server of the topmost segment is down, where the index has others', async () => {
    const top = `lmc-index:${memcachedKey('')}:0.0`
    let isDown = false
    const tracker = create({
      transport: withMethods({
        append: (key, value) =>
          isDown && key === top
            ? Promise.reject(new TransportError('connection', 'refused'))
            : transport.append(key, value),
      }),
    })
    const keys = Array.from({ length: 5000 }, (_, index) => `a key of the batch: ${index}`)
    await Promise.all(keys.map((key) => set(tracker, key)))
    await expect.poll(async () => (await segments()).get('0.0')).toBeLessThan(100)
    isDown = true
    await set(tracker, 'while it is down')
    await expect(create().keys(undefined)).resolves.toHaveLength(5001)
  })

  it('leaves the topmost segment alone when more is written to it than can be moved', async () => {
    const top = `lmc-index:${memcachedKey('')}:0.0`
    const appended: string[] = []
    const tracker = create({
      transport: withMethods({
        compareAndSet: async () => false,
        append: (key, value) => {
          appended.push(key)
          return transport.append(key, value)
        },
      }),
    })
    const keys = Array.from({ length: 3000 }, (_, index) => `${'a long key '.repeat(20)} ${index}`)
    for (let start = 0; start < keys.length; start += 50)
      await Promise.all(keys.slice(start, start + 50).map((key) => set(tracker, key)))
    expect((await segments()).get('0.0')).toBeLessThan(512 * 1024)
    expect(appended.slice(-50)).not.toContain(top)
    await expect(create().keys(undefined)).resolves.toHaveLength(3000)
  })

  it('keeps an index of 1,000 keys that are set 100,000 times, by three writers, within some segments of each', async () => {
    const writers = [create(), create(), create()]
    const keys = Array.from({ length: 1000 }, (_, index) => `user:${10_000_000_000 + index}`)
    for (let round = 0; round < 100; round++) {
      now += 100
      await Promise.all(
        keys.map((key, index) => set(writers[(index + round) % 3] ?? create(), key, { lifetime: 3600 })),
      )
    }
    const compact = 1000 * 31
    // Writers that get in each other's way have a segment each. Nobody waits for what tidies after the last
    // round.
    await expect.poll(async () => sum(await segments())).toBeLessThan(3 * compact + 3 * 2 * 64 * 1024)
    await expect(create().keys(undefined)).resolves.toHaveLength(1000)
  })

  it('reads what it alone writes to once for each time that it rewrites it, and never tries a version that is gone', async () => {
    const counts = { reads: 0, rewrites: 0, failures: 0 }
    const tracker = create({
      transport: withMethods({
        gets: (key) => {
          counts.reads++
          return transport.gets(key)
        },
        compareAndSet: async (...call) => {
          const isReplaced = await transport.compareAndSet(...call)
          counts[isReplaced ? 'rewrites' : 'failures']++
          return isReplaced
        },
      }),
    })
    let next = 0
    const write = async (): Promise<void> => {
      while (next < 50_000) await set(tracker, `user:${10_000_000_000 + (next++ % 1000)}`)
    }
    await Promise.all(Array.from({ length: 64 }, write))
    expect(counts.rewrites).toBeGreaterThan(10)
    // A process that looks after its own lane looks after the first item now and then, which may need
    // nothing.
    expect(counts.reads).toBeLessThanOrEqual(1.5 * counts.rewrites + 4)
    expect(counts.failures).toBe(0)
  })

  it('sends lines to the other item of its lane while it looks after one, however long that takes', async () => {
    let release = (): void => {}
    const appended: string[] = []
    const tracker = create({
      transport: withMethods({
        gets: (key) =>
          new Promise((resolve) => {
            release = () => resolve(transport.gets(key))
          }),
        append: (key, value) => {
          appended.push(key.slice(-4))
          return transport.append(key, value)
        },
      }),
    })
    const setSome = async (round: number): Promise<void> => {
      const keys = Array.from({ length: 100 }, (_, index) => `key ${index} of round ${round}`)
      await Promise.all(keys.map((key) => set(tracker, key)))
    }
    // More than 8 KiB: an item is looked at before.
    for (let round = 0; round < 5; round++) await setSome(round)
    expect(appended[0]).toBe(':0.0')
    appended.length = 0
    for (let round = 5; round < 10; round++) await setSome(round)
    expect(new Set(appended)).toEqual(new Set([':0.1']))
    await expect(create().keys(undefined)).resolves.toHaveLength(1000)
    release()
    await expect.poll(async () => (await segments()).size).toBe(2)
    await expect(create().keys(undefined)).resolves.toHaveLength(1000)
  })

  it('keeps an index of keys that come and go small: 100,000, of which 1,000 are there at any time', async () => {
    const tracker = create()
    for (let round = 0; round < 100; round++) {
      now += 70_000
      const keys = Array.from({ length: 1000 }, (_, index) => `round ${round}: ${index}`)
      await Promise.all(keys.map((key) => set(tracker, key, { lifetime: 0 })))
      if (round > 0)
        await Promise.all(
          keys.map((_, index) => transport.delete(memcachedKey(`round ${round - 1}: ${index}`))),
        )
    }
    expect(sum(await segments())).toBeLessThan(8 * 1000 * 31)
    await expect(create().keys(undefined)).resolves.toHaveLength(1000)
  })

  it('rewrites a segment that a listing finds mostly dead', async () => {
    const tracker = create()
    const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`)
    await Promise.all(keys.map((key) => set(tracker, key)))
    await Promise.all(keys.slice(10).map((key) => transport.delete(memcachedKey(key))))
    await tracker.close()
    const before = sum(await segments())
    await expect(create().keys(undefined)).resolves.toHaveLength(10)
    await expect.poll(async () => sum(await segments())).toBeLessThan(before / 10)
    await expect(create().keys(undefined)).resolves.toHaveLength(10)
  })

  it('keeps a line whose value is not there while its set is under way, for a minute at most', async () => {
    const tracker = create()
    const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`)
    await Promise.all(keys.map((key) => tracker.announce(tracker.entry({ key, raw: false })).listed))
    await tracker.close()
    const other = create()
    for (let seconds = 0; seconds < 60; seconds += 15) {
      await expect(other.keys(undefined)).resolves.toEqual([])
      await other.tidy(undefined)
      now += 15_000
    }
    await Promise.all(keys.map((key) => transport.set(memcachedKey(key), VALUE)))
    await expect(other.keys(undefined)).resolves.toHaveLength(500)
    await Promise.all(keys.map((key) => transport.delete(memcachedKey(key))))
    now += 2_000
    await other.tidy(undefined)
    await expect(other.keys(undefined, { verify: false })).resolves.toEqual([])
  })

  it('asks once for what is gone, whoever lists it, as soon as its set is known to be over', async () => {
    const writer = create()
    const keys = Array.from({ length: 5000 }, (_, index) => `key ${index}`)
    await Promise.all(keys.map((key) => set(writer, key)))
    await writer.close()
    await Promise.all(keys.slice(100).map((key) => transport.delete(memcachedKey(key))))
    await expect(create().keys(undefined)).resolves.toHaveLength(100)
    await expect.poll(() => create().keys(undefined, { verify: false })).toHaveLength(100)
  })

  it('gives the keys one by one, and need not be listened to until the end', async () => {
    const tracker = create()
    await Promise.all(['a', 'b', 'c'].map((key) => set(tracker, key)))
    const given: CacheKey[] = []
    for await (const key of tracker.iterateKeys(undefined)) {
      given.push(key)
      if (given.length === 2) break
    }
    expect(given).toHaveLength(2)
  })
})

describe('namespaces', () => {
  it('names each namespace that has an index, and what it costs', async () => {
    const tracker = create()
    await set(tracker, 'a')
    await Promise.all([1, 2, 3].map((key) => set(tracker, key, { namespace: 'numbers' })))
    await set(create(), 'x', { namespace: '' })
    const found = await create().namespaces()
    const bySpace = new Map(found.map(({ namespace, ...size }) => [namespace, size]))
    expect(bySpace.size).toBe(3)
    expect(bySpace.get('numbers')).toEqual({
      items: 1,
      bytes: 'v01234567\n'.length + '\ntabcde0\n'.length + 3 * 'k1\n'.length,
      keys: 3,
    })
    expect(bySpace.get(undefined)).toMatchObject({ items: 1, keys: 1 })
    expect(bySpace.get('')).toMatchObject({ items: 1, keys: 1 })
  })

  it(`of ${NAMESPACES} take one append for each set, once they are known, and are named side by side`, async () => {
    const commands = new Map<string, number>()
    let [underWay, mostUnderWay] = [0, 0]
    const counting = new Proxy(transport, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function' || name === 'serverOf') return member
        return async (...args: unknown[]): Promise<unknown> => {
          commands.set(String(name), (commands.get(String(name)) ?? 0) + 1)
          mostUnderWay = Math.max(mostUnderWay, ++underWay)
          try {
            await new Promise((resolve) => void setImmediate(resolve))
            return await Reflect.apply(member, target, args)
          } finally {
            underWay--
          }
        }
      },
    })
    const tracker = create({ transport: counting })
    const setAll = async (): Promise<void> => {
      for (let first = 0; first < NAMESPACES; first += 1000) {
        const some = Array.from({ length: 1000 }, (_, index) => String(first + index))
        await Promise.all(some.map((namespace) => set(tracker, 'key', { namespace })))
      }
    }
    await setAll()
    commands.clear()
    await setAll()
    expect(commands.get('append')).toBeLessThan(NAMESPACES * 1.05)
    expect(commands.get('add') ?? 0).toBeLessThan(1000)

    commands.clear()
    mostUnderWay = 0
    await expect(tracker.namespaces()).resolves.toHaveLength(NAMESPACES)
    expect(mostUnderWay).toBeGreaterThan(50)
    expect(commands.get('getMany')).toBeLessThan(NAMESPACES * 1.05)
  })

  it('does not name what was flushed, and names what is set then', async () => {
    const tracker = create()
    await set(tracker, 'a', { namespace: 'lost' })
    await transport.flush()
    await expect(tracker.namespaces()).resolves.toEqual([])
    await set(tracker, 'a', { namespace: 'lost' })
    await expect(tracker.namespaces()).resolves.toMatchObject([{ namespace: 'lost', keys: 1 }])
  })

  it('names a namespace again that is written to, after the list of namespaces was evicted', async () => {
    const tracker = create()
    const setSome = async (round: number): Promise<void> => {
      const keys = Array.from({ length: 2000 }, (_, index) => `key ${index} of round ${round}`)
      for (const key of keys) await set(tracker, key, { namespace: 'lost' })
    }
    for (let round = 0; round < 5; round++) await setSome(round)
    await transport.delete('lmc-index:namespaces:0.0')
    await expect(create().namespaces()).resolves.toEqual([])
    for (let round = 5; round < 15; round++) await setSome(round)
    await expect.poll(() => create().namespaces()).toMatchObject([{ namespace: 'lost', keys: 30_000 }])
  })
})

describe('named', () => {
  it('gives every key of the index with its memcached key, also what is gone, and whether it is raw', async () => {
    const tracker = create()
    await set(tracker, 'there', { namespace: 'ns' })
    await set(tracker, 'there', { namespace: 'ns', raw: true })
    await set(tracker, 'gone', { namespace: 'ns' })
    await transport.delete(memcachedKey('gone', { namespace: 'ns' }))
    const all: unknown[] = []
    for await (const batch of tracker.named('ns')) all.push(...batch)
    expect(all).toMatchObject([
      { key: 'there', raw: false, memcachedKey: memcachedKey('there', { namespace: 'ns' }) },
      { key: 'there', raw: true, memcachedKey: 'nsthere' },
      { key: 'gone', raw: false, memcachedKey: memcachedKey('gone', { namespace: 'ns' }) },
    ])
  })
})

describe('tidy', () => {
  it('drops what is gone', async () => {
    const tracker = create()
    for (const key of ['there', 'gone']) await set(tracker, key)
    await transport.delete(memcachedKey('gone'))
    await tracker.tidy(undefined)
    await expect(tracker.keys(undefined, { verify: false })).resolves.toEqual(['there'])
  })
})

describe('drop', () => {
  const dropAll = (tracker: KeyTracker<CacheKey>): Promise<void> =>
    tracker.drop(undefined, async (batch) => {
      await Promise.all(batch.map(({ memcachedKey: own }) => transport.delete(own)))
      return batch
    })

  it.each([10, 30_000])('leaves nothing of %d keys in the list, and asks for none of them', async (count) => {
    const tracker = create()
    for (let start = 0; start < count; start += 1000) {
      const some = Array.from({ length: Math.min(count, 1000) }, (_, index) => `key ${start + index}`)
      await Promise.all(some.map((key) => set(tracker, key)))
    }
    const misses = async (): Promise<number> =>
      Number((await transport.statistics())[0]?.statistics['get_misses'])
    const before = await misses()
    await dropAll(tracker)
    await expect(create().namespaces()).resolves.toMatchObject([{ keys: 0 }])
    await expect(create().keys(undefined)).resolves.toEqual([])
    // What remains are the items of the list that are asked for and not there.
    expect((await misses()) - before).toBeLessThan(1000)
  })

  it('keeps what could not be dropped, and what is set meanwhile', async () => {
    const tracker = create()
    for (const key of ['dropped', 'kept', 'set again']) await set(tracker, key)
    await tracker.drop(undefined, async (batch) => {
      const some = batch.filter(({ key }) => key !== 'kept')
      await Promise.all(some.map(({ memcachedKey: own }) => transport.delete(own)))
      await set(tracker, 'set again')
      return some
    })
    await expect(create().keys(undefined)).resolves.toEqual(['kept', 'set again'])
    await expect(create().keys(undefined, { verify: false })).resolves.toEqual(['kept', 'set again'])
  })

  it('leaves ten rounds of 5,000 keys, each round dropped, no line behind', async () => {
    const tracker = create()
    for (let round = 0; round < 10; round++) {
      const keys = Array.from({ length: 5000 }, (_, index) => `key ${index} of round ${round}`)
      await Promise.all(keys.map((key) => set(tracker, key)))
      await dropAll(tracker)
    }
    expect(sum(await segments())).toBeLessThan(1000)
  })

  it('lists nothing again of 5,000 keys that were set at once and dropped', async () => {
    const tracker = create()
    await Promise.all(Array.from({ length: 5000 }, (_, index) => set(tracker, `key ${index}`)))
    await dropAll(tracker)
    // It looks once more whether the list has lost lines of this process.
    await tracker.close()
    expect(sum(await segments())).toBeLessThan(1000)
  })
})

describe('entry', () => {
  it('throws key-too-long for a key that takes more than 16 KiB, and takes one of nearly that', () => {
    const tracker = create()
    const entry = (length: number): unknown => tracker.entry({ key: 'k'.repeat(length) })
    expect(() => entry(16 * 1024)).toThrow(
      expect.objectContaining({ name: 'TrackerError', code: 'key-too-long' }),
    )
    expect(() => entry(16 * 1024 - 50)).not.toThrow()
  })
})

describe('onPartial', () => {
  const failure = new TransportError('connection', 'refused', { server: 'host:1' })

  it('absent, a listing rejects when a server fails', async () => {
    const failing = withMethods({ getMany: () => Promise.reject(failure) })
    await expect(create({ transport: failing }).keys(undefined)).rejects.toBe(failure)
  })

  it('lets a listing go on with the keys that the other servers know', async () => {
    await set(create(), 'a')
    await set(create(), 'b')
    const partial = new Set([memcachedKey('b')])
    const error = new TransportError('connection', 'refused', { partial })
    const told: unknown[] = []
    const tracker = create({
      transport: withMethods({ hasMany: () => Promise.reject(error) }),
      onPartial: (given) => void told.push(given),
    })
    await expect(tracker.keys(undefined)).resolves.toEqual(['b'])
    expect(told).toContain(error)
  })

  it('is not asked about a bug', async () => {
    const bug = new TypeError('a bug')
    const tracker = create({
      transport: withMethods({ getMany: () => Promise.reject(bug) }),
      onPartial: () => {},
    })
    await expect(tracker.keys(undefined)).rejects.toBe(bug)
  })
})
