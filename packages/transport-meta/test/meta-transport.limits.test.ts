import { afterEach, describe, expect, it } from 'vitest'
import { cleanUp, open, startFake, startReal, tally } from './opened.ts'

/** The time-out where calls are to run into it, in milliseconds. */
const TIMEOUT = 300

/** The batches at once. */
const BATCHES = process.env['LMC_LONG'] === '1' ? 20 : 5

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

afterEach(cleanUp)

describe('MetaTransport, at its limits', () => {
  it('keeps its limit of commands in flight, and of bytes', async () => {
    const server = await startFake(() => undefined)
    const few = open(server, { timeout: TIMEOUT, maxInFlight: 10 })
    expect(await tally(Array.from({ length: 15 }, () => few.get('k')))).toEqual({
      timeout: 10,
      overloaded: 5,
    })
    const small = open(server, { timeout: TIMEOUT, maxInFlightBytes: 100_000 })
    const value = new Uint8Array(30_000)
    expect(await tally(Array.from({ length: 5 }, () => small.set('k', value)))).toEqual({
      timeout: 3,
      overloaded: 2,
    })
  })

  it('takes a call that is alone, however large, on a connection that is up and on one that is not', async () => {
    const server = await startReal()
    const value = new Uint8Array(500_000)
    const transport = open(server, { maxInFlight: 1, maxInFlightBytes: 1000 })
    expect(await transport.set('k', value)).toBe(true)
    expect(await transport.append('k', value.subarray(0, 10))).toBe(true)
    expect((await transport.get('k'))?.value.length).toBe(500_010)
    expect(await tally([transport.get('k'), transport.get('k')])).toEqual({ ok: 1, overloaded: 1 })
  })

  it.each([1, 2, 3, 7, 8, 9, 63])(
    'asks for many keys with %d commands in flight, cold as well',
    async (maxInFlight) => {
      const server = await startReal()
      const keys = Array.from({ length: 100 }, (_, index) => `${'k'.repeat(index + 1)}${index}`)
      await Promise.all(keys.map((key) => open(server).set(key, bytes('v'))))
      for (const options of [{ maxInFlight }, { maxInFlightBytes: 100 * maxInFlight }]) {
        const transport = open(server, options)
        expect((await transport.getMany(keys)).size).toBe(100)
        expect((await transport.hasMany(keys)).size).toBe(100)
      }
    },
  )

  it.each([1, 2, 7, 64])(
    `asks for ${BATCHES} batches of 1,000 keys at once with %d commands in flight, and for one key beside a batch`,
    async (maxInFlight) => {
      const server = await startReal()
      const keys = Array.from({ length: 1000 }, (_, index) => `key:${index}`)
      const writer = open(server)
      await Promise.all(keys.map((key) => writer.set(key, bytes('v'))))
      for (const options of [{ maxInFlight }, { maxInFlightBytes: 1000 * maxInFlight }]) {
        const transport = open(server, options)
        const batches = Array.from({ length: BATCHES }, (_, index) =>
          index % 2 === 0 ? transport.getMany(keys) : transport.hasMany(keys),
        )
        expect((await Promise.all(batches)).map(({ size }) => size)).toEqual(Array(BATCHES).fill(1000))
        // With one command in flight there is no half for others.
        if (maxInFlight === 1) continue
        const batch = transport.getMany(keys)
        expect((await transport.get('key:1'))?.value).toEqual(bytes('v'))
        expect((await batch).size).toBe(1000)
      }
    },
  )

  it('ends batches that wait for others within the time-out when the server is silent, and at once by a signal', async () => {
    const server = await startFake(() => undefined)
    const transport = open(server, { timeout: TIMEOUT, maxInFlight: 16 })
    const keys = Array.from({ length: 100 }, (_, index) => `key:${index}`)
    const startedAt = performance.now()
    const signal = AbortSignal.abort('given up')
    expect(await tally([transport.getMany(keys, { signal })])).toEqual({ 'given up': 1 })
    const giveUp = new AbortController()
    const batches = Array.from({ length: 5 }, () => transport.getMany(keys))
    const single = transport.getMany(['key', 'other'])
    const abandoned = transport.hasMany(keys, { signal: giveUp.signal })
    giveUp.abort('given up')
    await expect(abandoned).rejects.toBe('given up')
    const { timeout = 0, connection = 0, ...others } = await tally([...batches, single])
    // What finds the connection silent when its turn comes fails with `connection`, as on a busy machine.
    expect(timeout).toBeGreaterThan(0)
    expect([timeout + connection, others]).toEqual([6, {}])
    expect(performance.now() - startedAt).toBeLessThan(10 * TIMEOUT)
  })

  it('gives the room of a batch that was given up to those that wait', async () => {
    const server = await startReal()
    const transport = open(server, { maxInFlight: 16 })
    const keys = Array.from({ length: 500 }, (_, index) => `key:${index}`)
    await transport.set('key:7', bytes('v'))
    for (let round = 0; round < 50; round++) {
      const giveUp = new AbortController()
      const abandoned = [1, 2, 3].map(() => transport.getMany(keys, { signal: giveUp.signal }))
      const kept = [1, 2, 3].map(() => transport.hasMany(keys))
      setImmediate(() => giveUp.abort('given up'))
      await Promise.allSettled(abandoned)
      expect(await Promise.all(kept)).toEqual([1, 2, 3].map(() => new Set(['key:7'])))
    }
  })

  it('asks for more keys than may be in flight, portion by portion', async () => {
    const server = await startReal()
    const transport = open(server, { maxInFlight: 100 })
    const keys = Array.from({ length: 5000 }, (_, index) => `key ${index}`.replace(' ', ':'))
    for (const key of keys.slice(0, 50)) await transport.set(key, bytes(key))
    const hits = await transport.getMany(keys)
    expect([...hits.keys()].toSorted()).toEqual(keys.slice(0, 50).toSorted())
    expect((await transport.hasMany(keys)).size).toBe(50)
  })

  it('answers 100,000 gets in one tick, and 100,000 keys in one call', async () => {
    const server = await startReal()
    const transport = open(server)
    const keys = Array.from({ length: 100_000 }, (_, index) => `key:${index}`)
    const stored = await Promise.all(keys.map((key) => transport.set(key, bytes(key))))
    expect(stored.every(Boolean)).toBe(true)
    const items = await Promise.all(keys.map((key) => transport.get(key)))
    const wrong = keys.filter((key, index) => Buffer.from(items[index]?.value ?? []).toString() !== key)
    expect(wrong).toEqual([])
    const many = await transport.getMany(keys)
    expect(keys.filter((key) => Buffer.from(many.get(key)?.value ?? []).toString() !== key)).toEqual([])
    expect((await transport.hasMany(keys)).size).toBe(100_000)
  })

  it('moves values of megabytes both ways at once', async () => {
    const server = await startReal({ args: ['-I', '8m', '-m', '256'] })
    const transport = open(server)
    const values = Array.from({ length: 8 }, (_, index) => new Uint8Array(7_000_000).fill(index + 1))
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        values.flatMap((value, index) => [transport.set(`k${index}`, value), transport.get(`k${index}`)]),
      )
    }
    for (const [index, value] of values.entries()) {
      const item = await transport.get(`k${index}`)
      expect(Buffer.compare(item?.value ?? new Uint8Array(), value)).toBe(0)
    }
  })
})
