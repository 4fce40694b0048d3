import { freePort, startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { MetaTransport } from '../src/index.ts'
import { patient } from './patient.ts'
import { cleanUp, open, startFake, startReal, tally } from './opened.ts'
import { settlesWithin } from './settles-within.ts'

/** The time-out where calls are to run into it, in milliseconds. */
const TIMEOUT = 300

/** So many turns of the event loop are at once. */
const AT_ONCE = 20

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

afterEach(cleanUp)

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
    // One thread serves all connections in turns. With several, a thread may answer a new connection while the
    // machine does not let the thread of the old one run. The transport cannot do anything about that.
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
})
