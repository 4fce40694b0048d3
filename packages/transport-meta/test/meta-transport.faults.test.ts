import { TransportError } from '@lmc/transport'
import { freePort, type MemcachedOptions, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Answer, type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'
import { settlesWithin } from './settles-within.ts'

/** The time-out where calls are to run into it, in milliseconds. */
const TIMEOUT = 300

/** So many turns of the event loop are at once. */
const AT_ONCE = 20

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(cleanUp.splice(0).map((step) => step()))
})

function open(server: { readonly address: string }, options: MetaTransportOptions = {}): MetaTransport {
  const transport = new MetaTransport({ servers: [server.address], ...patient, ...options })
  cleanUp.push(() => transport.close())
  return transport
}

async function startReal(options: MemcachedOptions = {}): Promise<MemcachedServer> {
  const server = await startMemcached(options)
  cleanUp.push(() => server.stop())
  return server
}

async function startFake(answer: Answer, greets?: () => boolean): Promise<FakeServer> {
  const server = await startFakeServer(answer, greets)
  cleanUp.push(() => server.stop())
  return server
}

/** The codes of errors, and `ok`, with how often each has come. */
async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  for (const outcome of await Promise.allSettled(calls)) {
    const name =
      outcome.status === 'fulfilled'
        ? 'ok'
        : outcome.reason instanceof TransportError
          ? outcome.reason.code
          : String(outcome.reason)
    outcomes[name] = (outcomes[name] ?? 0) + 1
  }
  return outcomes
}

/** Resolves when a call has succeeded. */
async function untilBack(transport: MetaTransport): Promise<void> {
  while ((await tally([transport.get('k')]))['ok'] === undefined) await sleep(1)
}

describe('MetaTransport, when servers fail', () => {
  it('makes one connection for 200 calls at once', async () => {
    const server = await startFake((received, socket) => {
      for (const [, number] of received.matchAll(/ O(\S{4})\r\n/g)) socket.write(`EN O${number}\r\n`)
    })
    const transport = open(server)
    expect(await tally(Array.from({ length: 200 }, () => transport.get('k')))).toEqual({ ok: 200 })
    expect(server.connections).toHaveLength(1)
  })

  it('rejects 500 calls in flight when the server is killed, then each at once, and is back when it is', async () => {
    const server = await startReal()
    const transport = open(server)
    await transport.set('k', new Uint8Array(100_000))
    await server.freeze()
    const outcomes = tally(Array.from({ length: 500 }, () => transport.get('k')))
    await sleep(20)
    await server.stop()
    expect(await outcomes).toEqual({ connection: 500 })

    await tally([transport.get('k')])
    const start = performance.now()
    expect(await tally(Array.from({ length: 10 }, () => transport.get('k')))).toEqual({ connection: 10 })
    expect(performance.now() - start).toBeLessThan(patient.timeout / 2)

    await startReal({ port: server.port })
    await untilBack(transport)
  })

  it('rejects 500 calls in flight when the server closes the connection politely', async () => {
    const server = await startFake((_, socket) => socket.end())
    const transport = open(server)
    const calls = Array.from({ length: 500 }, () => transport.get('k'))
    expect(await tally(calls)).toEqual({ connection: 500 })
  })

  it('lets a loop that tries again without a pause see the server come back', async () => {
    const port = await freePort()
    const transport = open({ address: `127.0.0.1:${port}` })
    const starting = startMemcached({ port })
    let isStored = false
    while (!isStored) isStored = await transport.set('k', Buffer.from('x')).catch(() => false)
    const started = await starting
    await transport.close()
    await started.stop()
  })

  it('says why a server cannot be reached, at once for later calls, and never hangs on it', async () => {
    const address = `127.0.0.1:${await freePort()}`
    const transport = open({ address })
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: `get on ${address}: connect ECONNREFUSED ${address}`,
      cause: { code: 'ECONNREFUSED' },
    })
    // At once after the refusal; a little later it is asked again.
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringContaining(`connect ECONNREFUSED ${address}`),
    })
  })

  it('waits for a server that accepts and says nothing for the connect time-out, once', async () => {
    const server = await startFake(
      () => undefined,
      () => false,
    )
    const transport = open(server, { connectTimeout: 100 })
    const start = performance.now()
    expect(await tally(Array.from({ length: 10 }, () => transport.get('k')))).toEqual({ connection: 10 })
    expect(performance.now() - start).toBeGreaterThan(95)
    const later = tally(Array.from({ length: 10 }, () => transport.get('k')))
    expect(await settlesWithin(AT_ONCE, later)).toBe(true)
    expect(await later).toEqual({ connection: 10 })
  })

  it('times out calls that are still waiting for the connection', async () => {
    const server = await startFake(
      () => undefined,
      () => false,
    )
    const transport = open(server, { timeout: 50, connectTimeout: 10_000 })
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'timeout',
      message: `get on ${server.address}: no reply within 50 ms; nothing was sent`,
    })
  })

  it('times out calls into silence, then fails them at once, and takes a new connection when one answers', async () => {
    let isSilent = false
    const server = await startFake(
      (received, socket) => {
        if (!isSilent) socket.write(`EN${received.slice(-8)}`)
      },
      () => !isSilent,
    )
    const transport = open(server, { timeout: TIMEOUT, connectTimeout: 100 })
    await untilBack(transport)
    const before = server.connections.length
    isSilent = true
    const start = performance.now()
    expect(await tally(Array.from({ length: 100 }, () => transport.get('k')))).toEqual({ timeout: 100 })
    expect(performance.now() - start).toBeLessThan(patient.timeout / 2)
    const down = tally(Array.from({ length: 100 }, () => transport.get('k')))
    expect(await settlesWithin(AT_ONCE, down)).toBe(true)
    expect(await down).toEqual({ connection: 100 })
    isSilent = false
    await untilBack(transport)
    expect(server.connections.length).toBeGreaterThan(before)
  })

  it('carries out what was sent to a frozen server before what is sent when it goes on, on one connection', async () => {
    // With one thread, which serves all connections in turns. One of several that the machine does not let run, when a new connection
    // has been answered by another, is what the transport can do nothing about.
    const server = await startReal({ args: ['-t', '1'] })
    await open(server).set('k', bytes('0'))
    const transport = open(server, { timeout: TIMEOUT })
    await untilBack(transport)
    for (const round of [1, 2, 3]) {
      await server.freeze()
      const late = Array.from({ length: 1000 }, () => transport.set('k', bytes(`old ${round}`)))
      expect(await tally(late)).toEqual({ timeout: 1000 })
      expect(await tally([transport.set('k', bytes(`never ${round}`))])).toEqual({ connection: 1 })
      server.signal('SIGCONT')
      await untilBack(transport)
      while (!(await transport.set('k', bytes(`new ${round}`)).catch(() => false)));
      await sleep(20)
      expect(Buffer.from((await transport.get('k'))?.value ?? []).toString()).toBe(`new ${round}`)
    }
    const [entry] = await transport.statistics()
    expect(Number(entry?.statistics['cmd_set'])).toBe(1 + 3 * 1001)
  })

  it('rejects one call alone when its reply takes too long and is arriving, and skips the rest of it', async () => {
    let letters = 0
    let timer: NodeJS.Timeout | undefined
    const server = await startFake((received, socket) => {
      if (!received.includes('mg slow')) return
      socket.write('VA 10000 f0 O0001\r\n')
      timer = setInterval(() => {
        letters++
        socket.write('x')
      }, 5)
    })
    const timeout = 1000
    const transport = open(server, { timeout })
    const slow = tally([transport.get('slow')])
    await sleep(timeout / 2)
    const next = transport.get('next')
    expect(await slow).toEqual({ timeout: 1 })
    clearInterval(timer)
    const rest = 'x'.repeat(10_000 - letters)
    server.connections[0]?.write(`${rest}\r\nVA 5 f0 O0002\r\nright\r\n`)
    expect(await next).toEqual({ value: bytes('right'), flags: 0 })
    expect(server.connections).toHaveLength(1)
  })

  it('reads what has come before it says that nothing has, when the event loop was held', async () => {
    const server = await startReal()
    await open(server).set('k', bytes('here'))
    const transport = open(server, { timeout: 50 })
    await untilBack(transport)
    const calls = Array.from({ length: 100 }, () => transport.get('k'))
    await new Promise((resolve) => setImmediate(resolve))
    // Long enough for the server, also when it has to wait for the machine.
    holdLoop(1000)
    expect(await tally(calls)).toEqual({ ok: 100 })
  })

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
    'asks for 20 batches of 1,000 keys at once with %d commands in flight, and for one key beside a batch',
    async (maxInFlight) => {
      const server = await startReal()
      const keys = Array.from({ length: 1000 }, (_, index) => `key:${index}`)
      const writer = open(server)
      await Promise.all(keys.map((key) => writer.set(key, bytes('v'))))
      for (const options of [{ maxInFlight }, { maxInFlightBytes: 1000 * maxInFlight }]) {
        const transport = open(server, options)
        const batches = Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? transport.getMany(keys) : transport.hasMany(keys),
        )
        expect((await Promise.all(batches)).map(({ size }) => size)).toEqual(Array(20).fill(1000))
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
    expect(await tally([...batches, single])).toEqual({ timeout: 6 })
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
    const server = await startMemcached({ args: ['-I', '8m', '-m', '256'] })
    cleanUp.push(() => server.stop())
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
