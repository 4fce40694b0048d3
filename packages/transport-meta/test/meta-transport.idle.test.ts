import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const ROUNDS = process.env['LMC_LONG'] === '1' ? 4 : 1

/** When the end of a connection comes so soon after a write, in milliseconds, it was there before. */
const SOON = 10

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

let memcached: MemcachedServer
let transport: MetaTransport | undefined
let fake: FakeServer | undefined

beforeAll(async () => {
  memcached = await startMemcached({ args: ['-o', 'idle_timeout=1'] })
})

afterAll(() => memcached.stop())

afterEach(async () => {
  await transport?.close()
  await fake?.stop()
  fake = undefined
})

const openReal = (): MetaTransport => new MetaTransport({ servers: [memcached.address], ...patient })

/**
 * A server that counts `increment`s and answers gets with a miss; it closes a connection after each answer to
 * a get of `last`.
 */
async function startCloser(onMiss: 'close' | 'ignore' = 'close'): Promise<FakeServer> {
  let count = 0
  fake = await startFakeServer((text, socket) => {
    for (const [, command, key, opaque] of text.matchAll(/^(mg|ma) (\S+) .*O(\S{4})\r\n/gm)) {
      if (command === 'ma') {
        count++
        socket.write(`VA ${String(count).length} O${opaque}\r\n${count}\r\n`)
      } else {
        socket.write(`EN O${opaque}\r\n`)
        if (key === 'last' && onMiss === 'close') socket.end()
      }
    }
  })
  return fake
}

describe('MetaTransport, when the server closes an idle connection politely', () => {
  it('uses a new one for the next call, of whichever kind', async () => {
    const server = await startCloser()
    transport = new MetaTransport({ servers: [server.address], ...patient })
    for (let round = 1; round <= 20; round++) {
      await transport.get('last')
      // The transport has seen the end, and has ended its side as well.
      await vi.waitFor(() => expect(server.connections.at(-1)?.destroyed).toBe(true), {
        timeout: 5000,
        interval: 2,
      })
      expect(await transport.increment('n', 1)).toBe(BigInt(round))
    }
  })

  it('sends a get again that was written before the end of the connection could be read', async () => {
    const server = await startCloser()
    transport = new MetaTransport({ servers: [server.address], ...patient })
    let served = 0
    for (let round = 0; round < 50; round++) {
      const startedAt = performance.now()
      const outcome = await transport.get('last').catch((error: unknown) => error)
      // What ends later may have been carried out. On a busy machine some do.
      if (outcome !== undefined && performance.now() - startedAt <= SOON) throw outcome
      if (outcome === undefined) served++
    }
    expect(served).toBeGreaterThan(0)
  })

  it('carries out a get, an increment and a set after the process was held meanwhile', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [getting, counting, setting] = [openReal(), openReal(), openReal()]
      for (const one of [getting, counting, setting]) await one.set('n', bytes('1'))
      // memcached looks for idle connections every few seconds.
      holdLoop(7000)
      await turn()
      expect(await getting.get('n')).toBeDefined()
      expect(await counting.increment('n', 1)).toBe(2n)
      expect(await setting.set('n', bytes('2'))).toBe(true)
      await Promise.all([getting, counting, setting].map((one) => one.close()))
    }
  })

  it('does not repeat what a server may have carried out', async () => {
    const counted: string[] = []
    fake = await startFakeServer((text, socket) => {
      counted.push(text.slice(0, 2))
      const [, opaque] = /O(\S{4})\r\n/.exec(text) ?? []
      if (text.startsWith('mg')) socket.write(`EN O${opaque}\r\n`)
      else socket.end()
    })
    transport = new MetaTransport({ servers: [fake.address], ...patient })
    await transport.get('k')
    await expect(transport.increment('n', 1)).rejects.toMatchObject({ code: 'connection' })
    await transport.get('k')
    await expect(transport.append('n', bytes('1'))).rejects.toMatchObject({ code: 'connection' })
    expect(counted).toEqual(['mg', 'ma', 'mg', 'ms'])
  })

  it('repeats a get once, and not for ever', async () => {
    let isClosing = false
    fake = await startFakeServer((text, socket) => {
      const [, opaque] = /O(\S{4})\r\n/.exec(text) ?? []
      if (isClosing) socket.end()
      else socket.write(`EN O${opaque}\r\n`)
    })
    const counts = new Set<number>()
    // On a busy machine an end comes too late for a repetition now and then.
    for (let tries = 0; tries < 50 && !counts.has(2); tries++) {
      isClosing = false
      transport = new MetaTransport({ servers: [fake.address], ...patient })
      await transport.get('k')
      const before = fake.connections.length
      isClosing = true
      await expect(transport.get('k')).rejects.toMatchObject({ code: 'connection' })
      counts.add(fake.connections.length - before + 1)
      await transport.close()
    }
    expect(Math.max(...counts)).toBe(2)
  })
})
