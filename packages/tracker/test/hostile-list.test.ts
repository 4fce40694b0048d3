import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeyTracker, type KeyTrackerOptions } from '../src/index.ts'
import { LineTable } from '../src/lines/line-table.ts'
import { segmentIndex } from '../src/segments/segment.ts'
import { setListed } from './set-listed.ts'

const NAME = `lmc-index:${memcachedKey('')}`
const VALUE = new Uint8Array(1)
let store: MemoryStore
let transport: MemoryTransport

beforeEach(() => {
  store = new MemoryStore()
  transport = new MemoryTransport({ store })
})
afterEach(() => {
  vi.useRealTimers()
})

const create = (options: Partial<KeyTrackerOptions<CacheKey>> = {}): KeyTracker<CacheKey> =>
  new KeyTracker<CacheKey>({ transport, memcachedKey, ...options })

/** A transport to the same store that has methods of its own. */
function withMethods(methods: Partial<Transport>): Transport {
  return Object.assign(new MemoryTransport({ store }), methods)
}

async function setAll(tracker: KeyTracker<CacheKey>, count: number): Promise<void> {
  const set = (index: number): Promise<void> => setListed(tracker, transport, `product number ${index}`)
  for (let start = 0; start < count; start += 100)
    await Promise.all(Array.from({ length: Math.min(100, count - start) }, (_, index) => set(start + index)))
}

async function gets(): Promise<number> {
  return Number((await transport.statistics())[0]?.statistics['cmd_get'])
}

async function commandsOfListing(count: number): Promise<number> {
  const before = await gets()
  await expect(create().keys(undefined)).resolves.toHaveLength(count)
  return (await gets()) - before
}

describe('a hostile list', () => {
  it('costs few more commands for four planted items of one byte', async () => {
    await setAll(create(), 100)
    const usual = await commandsOfListing(100)
    for (const planted of ['8.77', '7.13', '5.1', '3.9']) await transport.set(`${NAME}:${planted}`, VALUE)
    expect(await commandsOfListing(100)).toBeLessThan(2 * usual)
    // One below the other, from the top on.
    for (const planted of ['1.1', '2.1', '3.1', '4.1', '5.1', '6.1', '7.1', '8.1'])
      await transport.set(`${NAME}:${planted}`, VALUE)
    expect(await commandsOfListing(100)).toBeLessThan(1000)
    const writer = create()
    await setAll(writer, 5000)
    await writer.tidy(undefined)
    expect(await commandsOfListing(5000)).toBeLessThan(10_000)
  })

  it('does not grow deeper by lines that are longer than any of ours', async () => {
    const writer = create()
    await setAll(writer, 1500)
    const usual = await commandsOfListing(1500)
    await transport.append(`${NAME}:0.0`, Buffer.from(`tabcde0\nk"${'x'.repeat(900_000)}"\n`))
    for (let round = 0; round < 3; round++) {
      await setAll(writer, 1500)
      await writer.tidy(undefined)
    }
    expect(await commandsOfListing(1500)).toBeLessThan(2 * usual)
  })

  it('does not grow deeper by lines that all belong below one segment', async () => {
    const lines: string[] = []
    for (let index = 0; lines.length < 40; index++) {
      const line = `k${JSON.stringify(`${index}`.padEnd(16_000, 'x'))}\n`
      const hash = LineTable.of(Buffer.from(line)).hashOf(0)
      if (segmentIndex(hash, 4) === segmentIndex(hash, 1)) lines.push(line)
    }
    await transport.set(`${NAME}:1.0`, Buffer.from(lines.join('')))
    for (const line of lines) await transport.set(memcachedKey(String(JSON.parse(line.slice(1)))), VALUE)
    const tracker = create()
    await setAll(tracker, 10)
    for (let round = 0; round < 10; round++) await tracker.tidy(undefined)
    expect(await commandsOfListing(lines.length + 10)).toBeLessThan(2000)
  })
})

describe('a server without compare-and-set', () => {
  it('is noticed and reported once, and loses no line, also when the report throws', async () => {
    const problems: unknown[] = []
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning)
    process.on('warning', onWarning)
    const untidy = withMethods({
      gets: async (key) => {
        const item = await transport.get(key)
        return item && { ...item, cas: '0' }
      },
      compareAndSet: () => Promise.reject(new TypeError('0 is no version')),
    })
    const tracker = create({
      transport: untidy,
      onSkipped: (error) => {
        problems.push(error)
        throw new Error('from onSkipped')
      },
    })
    await setAll(tracker, 10_000)
    expect(problems).toEqual([expect.objectContaining({ name: 'TrackerError', code: 'no-cas' })])
    await expect(create({ transport: untidy }).keys(undefined)).resolves.toHaveLength(10_000)
    await expect(tracker.namespaces()).resolves.toMatchObject([{ keys: 10_000 }])
    await expect.poll(() => warnings.map(({ message }) => message).join()).toContain('from onSkipped')
    process.off('warning', onWarning)
  })
})

describe('faked timers', () => {
  it('hang neither announce nor listings', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'setImmediate', 'queueMicrotask', 'Date', 'performance'],
    })
    const tracker = create()
    await setAll(tracker, 3000)
    await expect(tracker.keys(undefined)).resolves.toHaveLength(3000)
    await tracker.drop(undefined, async (batch) => {
      await Promise.all(batch.map(({ memcachedKey: own }) => transport.delete(own)))
      return batch
    })
    await expect(tracker.namespaces()).resolves.toMatchObject([{ keys: 0 }])
    await tracker.close()
  })
})
