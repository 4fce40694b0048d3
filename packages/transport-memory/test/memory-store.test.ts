import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../src/memory-store.ts'

const MEBIBYTE = 1024 * 1024
const text = (value: Uint8Array | undefined): string | undefined => value && Buffer.from(value).toString()

describe('MemoryStore', () => {
  it.each([0, -1, Number.NaN, Infinity, MEBIBYTE - 1, MEBIBYTE + 0.5])(
    'refuses a maxBytes of %d',
    (maxBytes) => {
      expect(() => new MemoryStore({ maxBytes })).toThrow(RangeError)
    },
  )

  it('keeps 10 of 11 items of 100,000 bytes in a maxBytes of 1 MiB', () => {
    const store = new MemoryStore({ maxBytes: MEBIBYTE })
    const keys = Array.from({ length: 11 }, (_, index) => String(index))
    for (const key of keys) store.set(key, new Uint8Array(100_000))
    expect(keys.filter((key) => store.get(key))).toEqual(keys.slice(1))
    expect(store.statistics()).toMatchObject({
      evictions: '1',
      curr_items: '10',
      total_items: '11',
      limit_maxbytes: '1048576',
    })
  })

  it('takes the greatest item in the smallest maxBytes', () => {
    const store = new MemoryStore({ maxBytes: MEBIBYTE })
    expect(store.set('k', new Uint8Array(1_048_516))).toBe('stored')
    expect(store.get('k')?.value.byteLength).toBe(1_048_516)
    expect(store.statistics()).toMatchObject({ bytes: '1048576' })
  })

  it('holds 64 MiB when nothing was said', () => {
    expect(new MemoryStore().statistics()).toMatchObject({ limit_maxbytes: '67108864' })
  })

  it.each([1, 60, 31 * 86_400, 10 * 365 * 86_400])(
    'ends a lifetime of %i seconds to the millisecond',
    (lifetime) => {
      let now = 1_700_000_000_123
      const store = new MemoryStore({ clock: () => now })
      store.set('set', Buffer.from('1'), { lifetime })
      store.set('touched', Buffer.from('1'))
      store.touch('touched', lifetime)
      store.increment('counter', { isDecrement: false, amount: 1n }, 1n, lifetime)
      const there = (): boolean[] => ['set', 'touched', 'counter'].map((key) => store.get(key) !== undefined)
      now += lifetime * 1000 - 1
      expect(there()).toEqual([true, true, true])
      now += 1
      expect(there()).toEqual([false, false, false])
    },
  )

  it('append, prepend and increment leave the lifetime as it is', () => {
    let now = 0
    const store = new MemoryStore({ clock: () => now })
    store.set('k', Buffer.from('9'), { lifetime: 10 })
    now = 9999
    store.append('k', Buffer.from('9'))
    store.prepend('k', Buffer.from('9'))
    store.increment('k', { isDecrement: false, amount: 1n })
    expect(text(store.get('k')?.value)).toBe('1000')
    now = 10_000
    expect(store.get('k')).toBeUndefined()
  })

  it('counts an item that is over as a miss of every command', () => {
    let now = 0
    const store = new MemoryStore({ clock: () => now })
    const commands: readonly [string, (key: string) => unknown][] = [
      ['get_misses', (key) => store.get(key)],
      ['delete_misses', (key) => store.delete(key)],
      ['touch_misses', (key) => store.touch(key, 5)],
      ['incr_misses', (key) => store.increment(key, { isDecrement: false, amount: 1n })],
      ['decr_misses', (key) => store.increment(key, { isDecrement: true, amount: 1n })],
      ['cas_misses', (key) => store.compareAndSet(key, Buffer.from('2'), '1')],
    ]
    for (const [name, run] of commands) {
      store.set(name, Buffer.from('1'), { lifetime: 1 })
      now += 1000
      run(name)
      expect(store.statistics()[name], name).toBe('1')
    }
  })

  it('tells its age, the time and whose rules it keeps', () => {
    let now = 1_700_000_000_900
    const store = new MemoryStore({ clock: () => now })
    now += 2500
    expect(store.statistics()).toMatchObject({ uptime: '2', time: '1700000003', version: '1.6.18+memory' })
  })
})
