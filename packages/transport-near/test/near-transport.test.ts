import { setImmediate as turn } from 'node:timers/promises'
import { forwardTo, type Item, type Transport, TransportError } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { beforeEach, describe, expect, it } from 'vitest'
import { type NearOptions, type NearTransport, nearTransport } from '../src/index.ts'
import { gated, type GatedTransport } from './gated-transport.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (item: Item | undefined): string | undefined => item && new TextDecoder().decode(item.value)

let now = 0
let far: GatedTransport
let near: NearTransport
/** A client in another process. */
let other: MemoryTransport

function open(options?: NearOptions): void {
  const store = new MemoryStore()
  far = gated(new MemoryTransport({ store }))
  near = nearTransport(far, { clock: () => now, ...options })
  other = new MemoryTransport({ store })
}

beforeEach(() => open())

const readNear = async (key: string): Promise<string | undefined> => textOf(await near.get(key))

describe('nearTransport', () => {
  it('asks once in 1,000 ms for a key that is there', async () => {
    await near.set('a', bytes('1'), { flags: 7 })
    for (let call = 0; call < 5; call++) expect(await near.get('a')).toMatchObject({ flags: 7 })
    expect(far.asked).toEqual([['a']])
    now += 999
    expect(await readNear('a')).toBe('1')
    expect(far.asked).toEqual([['a']])
    now += 1
    expect(await readNear('a')).toBe('1')
    expect(far.asked).toEqual([['a'], ['a']])
    expect(near.near).toMatchObject({ hits: 5, misses: 2, items: 1 })
  })

  it('shows what another process has written after maxAge at the latest', async () => {
    open({ maxAge: 250 })
    await other.set('a', bytes('old'))
    expect(await readNear('a')).toBe('old')
    await other.set('a', bytes('new'))
    now += 249
    expect(await readNear('a')).toBe('old')
    now += 1
    expect(await readNear('a')).toBe('new')
    await other.delete('a')
    now += 250
    expect(await readNear('a')).toBeUndefined()
  })

  it('counts the age from when the server was asked, not from when it answered', async () => {
    await other.set('a', bytes('old'))
    far.hold()
    const reading = near.get('a')
    now += 900
    far.release()
    await reading
    await other.set('a', bytes('new'))
    now += 100
    far.hold()
    const again = near.get('a')
    far.release()
    expect(textOf(await again)).toBe('new')
  })

  it('keeps no miss: what another process adds is there at once', async () => {
    expect(await readNear('a')).toBeUndefined()
    await other.set('a', bytes('1'))
    expect(await readNear('a')).toBe('1')
    expect(near.near.items).toBe(1)
  })

  const writes: readonly (readonly [
    string,
    (transport: Transport, cas: string) => Promise<unknown>,
    string | undefined,
  ])[] = [
    ['set', (transport) => transport.set('a', bytes('2')), '2'],
    ['add', (transport) => transport.add('a', bytes('2')), '9'],
    ['replace', (transport) => transport.replace('a', bytes('2')), '2'],
    ['append', (transport) => transport.append('a', bytes('2')), '92'],
    ['prepend', (transport) => transport.prepend('a', bytes('2')), '29'],
    ['compareAndSet', (transport, cas) => transport.compareAndSet('a', bytes('2'), cas), '2'],
    ['compareAndDelete', (transport, cas) => transport.compareAndDelete('a', cas), undefined],
    ['delete', (transport) => transport.delete('a'), undefined],
    ['touch', (transport) => transport.touch('a', 60), '9'],
    ['increment', (transport) => transport.increment('a', -4), '5'],
    ['flush', (transport) => transport.flush(), undefined],
  ]

  describe.each(writes)('%s', (_, write, after) => {
    let cas: string

    beforeEach(async () => {
      await other.set('a', bytes('9'))
      cas = (await near.gets('a'))?.cas ?? ''
      await near.get('a')
    })

    it('of its own is seen at once', async () => {
      await write(near, cas)
      expect(await readNear('a')).toBe(after)
    })

    it('of its own is seen by a get that does not wait for it', async () => {
      const writing = write(near, cas)
      expect(await readNear('a')).toBe(after)
      await writing
    })

    it('drops what is near also when it changes nothing, or fails', async () => {
      const down = new TransportError('timeout', 'no answer')
      const failing = nearTransport(
        forwardTo(far, Object.fromEntries(writes.map(([name]) => [name, () => Promise.reject(down)]))),
        { clock: () => now },
      )
      await failing.get('a')
      await expect(write(failing, cas)).rejects.toBe(down)
      await other.set('a', bytes('new'))
      expect(textOf(await failing.get('a'))).toBe('new')
    })
  })

  describe('a read that is under way', () => {
    it('while its key is written is not kept', async () => {
      await other.set('a', bytes('old'))
      far.hold()
      const reading = near.get('a')
      const writing = near.set('a', bytes('new'))
      await turn()
      far.release()
      expect(textOf(await reading)).toBe('old')
      far.release()
      await writing
      await expectFar('a', 'new')
    })

    it.each(['set', 'flush'] as const)(
      'that began before a %s was carried out is not kept',
      async (write) => {
        const store = new MemoryStore()
        far = gated(new MemoryTransport({ store }), { writesLate: true })
        near = nearTransport(far, { clock: () => now })
        await near.set('a', bytes('old'))
        far.hold()
        const writing = write === 'set' ? near.set('a', bytes('new')) : near.flush()
        const reading = near.get('a')
        await turn()
        far.release(1)
        expect(textOf(await reading)).toBe('old')
        far.release()
        await writing
        await expectFar('a', write === 'set' ? 'new' : undefined)
      },
    )

    it('while all is flushed is not kept', async () => {
      await other.set('a', bytes('old'))
      far.hold()
      const reading = near.get('a')
      const flushing = near.flush()
      await turn()
      far.release()
      expect(textOf(await reading)).toBe('old')
      far.release()
      await flushing
      await expectFar('a', undefined)
    })

    it('of many keys leaves out only the one that was written', async () => {
      await other.set('a', bytes('old a'))
      await other.set('b', bytes('old b'))
      far.hold()
      const reading = near.getMany(['a', 'b'])
      const writing = near.delete('a')
      await turn()
      far.release()
      expect([...(await reading).keys()]).toEqual(['a', 'b'])
      far.release()
      await writing
      await other.set('b', bytes('new b'))
      await expectFar('a', undefined)
      expect(await readNear('b')).toBe('old b')
    })

    it('and was asked for earlier does not take the place of one that was asked for later', async () => {
      await other.set('a', bytes('1'))
      const answers: ((item: Item | undefined) => void)[] = []
      const slow = nearTransport(
        forwardTo(far, { get: () => new Promise<Item | undefined>((resolve) => void answers.push(resolve)) }),
        { clock: () => now },
      )
      const first = slow.get('a')
      now += 1
      const second = slow.get('a')
      answers[1]?.({ value: bytes('later'), flags: 0 })
      await second
      answers[0]?.({ value: bytes('earlier'), flags: 0 })
      await first
      expect(textOf(await slow.get('a'))).toBe('later')
    })

    it('and fails leaves nothing behind: the next is kept', async () => {
      await other.set('a', bytes('1'))
      const down = new TransportError('connection', 'refused')
      let isDown = true
      const flaky = nearTransport(
        forwardTo(far, { get: (key) => (isDown ? Promise.reject(down) : other.get(key)) }),
        { clock: () => now },
      )
      await expect(flaky.get('a')).rejects.toBe(down)
      isDown = false
      await flaky.get('a')
      isDown = true
      expect(textOf(await flaky.get('a'))).toBe('1')
    })

    it('while the transport is closed is not kept', async () => {
      await other.set('a', bytes('1'))
      far.hold()
      const reading = near.get('a')
      const closing = near.close()
      far.free()
      await Promise.all([reading, closing])
      expect(near.near.items).toBe(0)
      await expect(near.get('a')).rejects.toMatchObject({ code: 'closed' })
    })

    /** Asks the server once more, and no near item answers. */
    async function expectFar(key: string, text: string | undefined): Promise<void> {
      const before = far.asked.length
      const reading = near.get(key)
      await turn()
      far.release()
      expect(textOf(await reading)).toBe(text)
      expect(far.asked.length).toBe(before + 1)
    }
  })

  describe('getMany', () => {
    beforeEach(async () => {
      for (const key of ['a', 'b', 'c']) await other.set(key, bytes(key))
    })

    it('asks only for the keys that are not near, and each once', async () => {
      await near.get('b')
      const found = await near.getMany(['a', 'b', 'c', 'd', 'a'])
      expect(new Map([...found].map(([key, item]) => [key, textOf(item)]))).toEqual(
        new Map([
          ['a', 'a'],
          ['b', 'b'],
          ['c', 'c'],
        ]),
      )
      expect(far.asked).toEqual([['b'], ['a', 'c', 'd']])
      await near.getMany(['a', 'b', 'c'])
      await near.get('a')
      expect(far.asked).toHaveLength(2)
      expect(near.near).toMatchObject({ hits: 5, misses: 4 })
    })

    it('gives near items, and what some servers gave, as the partial answer when the servers fail', async () => {
      const down = new TransportError('connection', 'refused', { server: 's1', command: 'getMany' })
      const partial = new Map([['c', { value: bytes('c'), flags: 0 }]])
      const half = new TransportError('connection', 'not all keys could be asked for (refused)', {
        server: 's1',
        partial,
      })
      for (const [failure, keys, message] of [
        [down, ['b'], 'getMany on s1: not all keys could be asked for (getMany on s1: refused (connection))'],
        [half, ['b', 'c'], 'on s1: not all keys could be asked for (refused)'],
      ] as const) {
        let isDown = false
        const transport = nearTransport(
          forwardTo(far, {
            getMany: (wanted) => (isDown ? Promise.reject(failure) : far.getMany(wanted)),
          }),
          { clock: () => now },
        )
        await transport.getMany(['b'])
        isDown = true
        const error: unknown = await transport.getMany(['a', 'b', 'c']).catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ code: 'connection', message })
        const gotten = new Set(((error as TransportError).partial ?? new Map()).keys())
        expect(gotten).toEqual(new Set(keys))
        await expect(transport.getMany(['a'])).rejects.toMatchObject({ code: 'connection', server: 's1' })
      }
    })

    it('refuses what is no key beside one that is near', async () => {
      await near.get('a')
      await expect(near.getMany(['a', 'no key'])).rejects.toBeInstanceOf(TypeError)
    })
  })

  it('never answers gets or hasMany from near', async () => {
    await other.set('a', bytes('old'))
    await near.get('a')
    await other.set('a', bytes('new'))
    expect(textOf(await near.gets('a'))).toBe('new')
    await other.delete('a')
    expect(await near.hasMany(['a'])).toEqual(new Set())
  })

  it('gives each caller bytes of his own', async () => {
    for (const length of [10, 1000, 100_000]) {
      await other.set(`a${length}`, new Uint8Array(length).fill(1))
      for (let call = 0; call < 3; call++) {
        const item = await near.get(`a${length}`)
        expect(item?.value).toHaveLength(length)
        expect(item?.value.every((byte) => byte === 1)).toBe(true)
        item?.value.fill(2)
      }
    }
  })

  it('rejects by a signal that has aborted before, also where the item is near', async () => {
    await other.set('a', bytes('1'))
    await near.get('a')
    const reason = new Error('given up')
    const signal = AbortSignal.abort(reason)
    const bare = nearTransport(new MemoryTransport({ store: new MemoryStore() }))
    await bare.set('a', bytes('1'))
    await bare.get('a')
    await expect(bare.get('a', { signal })).rejects.toBe(reason)
    await expect(bare.getMany(['a'], { signal })).rejects.toBe(reason)
  })

  it('does not keep the lists of keys, nor the leases of values, unless it is told to', async () => {
    for (const key of ['lmc-index:0', 'lease', 'value']) await other.set(key, bytes('1'))
    await other.set('lease', bytes('1'), { flags: 32_768 | 16_384 })
    await near.getMany(['lmc-index:0', 'lease', 'value'])
    expect(near.near.items).toBe(1)
    const keeping = nearTransport(other, { keeps: (key) => key !== 'value' })
    await keeping.getMany(['lmc-index:0', 'lease', 'value'])
    expect(keeping.near.items).toBe(2)
  })

  it.each<[object, string]>([
    [{ maxAge: 0 }, 'maxAge is 0; expected milliseconds, above 0 and finite'],
    [{ maxAge: Infinity }, 'maxAge is Infinity; expected milliseconds, above 0 and finite'],
    [{ maxAge: Number.NaN }, 'maxAge is NaN; expected milliseconds, above 0 and finite'],
    [{ maxAge: '1s' }, 'maxAge is a string; expected milliseconds'],
    [{ maxBytes: 65_535 }, 'maxBytes is 65535; expected a whole number from 65536 on'],
    [{ maxBytes: '1' }, 'maxBytes is a string; expected a number of bytes'],
    [{ keeps: true }, 'keeps is a boolean; expected a function such as (key, item) => true'],
    [{ clock: 1 }, 'clock is a number; expected a function such as performance.now'],
    [{ ttl: 1 }, 'nearTransport has no option "ttl"; did you mean "maxAge"?'],
  ])('refuses the options %o', (options, message) => {
    expect(() => nearTransport(other, options as NearOptions)).toThrow(message)
  })
})
