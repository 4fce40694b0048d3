import type { Socket } from 'node:net'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport, type MemjsTransportOptions } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { collectGarbage } from './collect-garbage.ts'
import {
  type FakeServer,
  type SeenRequest,
  startGreetingServer,
  toItemReply,
  toReply,
} from './fake-server.ts'
import { rejectionOf } from './rejection-of.ts'

const MEBIBYTE = 2 ** 20

const PATIENT = { timeout: 60_000, connectTimeout: 60_000 }

let transport: MemjsTransport
let server: MemcachedServer | FakeServer

afterEach(async () => {
  await transport.close()
  await server.stop()
})

function open(options: MemjsTransportOptions = {}): void {
  transport = new MemjsTransport({ servers: [server.address], ...PATIENT, ...options })
}

/** The most memory for bytes that there is more than at first while something goes on, in MiB. */
async function mostMemory(during: () => Promise<unknown>): Promise<number> {
  const inUse = (): number => process.memoryUsage().arrayBuffers
  collectGarbage()
  const before = inUse()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, inUse())), 5)
  await during()
  clearInterval(timer)
  return (Math.max(most, inUse()) - before) / MEBIBYTE
}

describe('what is in flight to a server', () => {
  it('may be one call of any size', async () => {
    server = await startMemcached({ args: ['-I', '128m', '-m', '1024'] })
    open()
    const value = Buffer.alloc(70_000_000, 'seventy million bytes ')
    expect(await transport.set('big', value)).toBe(true)
    expect(Buffer.from((await transport.get('big'))?.value ?? []).equals(value)).toBe(true)
  })

  it('is counted with the new call: two values of 40 MB are too much', async () => {
    server = await startMemcached({ args: ['-I', '128m', '-m', '1024'] })
    open()
    const value = Buffer.alloc(40_000_000)
    const first = transport.set('first', value)
    expect(await rejectionOf(transport.set('second', value))).toMatchObject({ code: 'overloaded' })
    expect(await transport.get('small')).toBeUndefined()
    expect(await first).toBe(true)
  })

  it('is little at a time of what getMany asks for', async () => {
    const held: [SeenRequest, Socket][] = []
    server = await startGreetingServer((request, socket) => {
      if (request.key === 'last')
        for (const [each, its] of held.splice(0)) its.write(toReply(each, { status: 1 }))
      held.push([request, socket])
    })
    open({ timeout: 300 })
    const keys = Array.from({ length: 50_000 }, (_, index) => `key-${index}`)
    expect(await rejectionOf(transport.getMany(keys))).toMatchObject({ code: 'timeout', command: 'getMany' })
    expect(held.length).toBeLessThan(5000)
  })
})

describe('a call for many keys', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `key-${index}`)

  /** Answers each key, but each hundredth after a time. */
  async function startSlowly(milliseconds: number): Promise<void> {
    let asked = 0
    let delay = Promise.resolve()
    server = await startGreetingServer((request, socket) => {
      if (++asked % 100 === 0)
        delay = delay.then(() => new Promise((resolve) => setTimeout(resolve, milliseconds)))
      void delay.then(() => socket.write(toItemReply(request, 'x')))
    })
  }

  it('takes no longer than a call may, though each part of it would', async () => {
    await startSlowly(50)
    open({ timeout: 400 })
    const startedAt = performance.now()
    const error = await rejectionOf(transport.getMany(keys))
    expect(error).toMatchObject({ code: 'timeout', server: server.address, command: 'getMany' })
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(error.partial?.size).toBeGreaterThan(0)
  })

  it('is given up by a signal', async () => {
    await startSlowly(50)
    open()
    const signal = AbortSignal.timeout(200)
    const reason = await transport.hasMany(keys, { signal }).catch((error: unknown) => error)
    expect(reason).toBe(signal.reason)
  })

  it('has all its answers when close is called meanwhile', async () => {
    await startSlowly(5)
    open()
    const call = transport.getMany(keys)
    await transport.close()
    expect((await call).size).toBe(5000)
  })
})

describe('the replies of a server that means harm', () => {
  it.each([1024, 128 * MEBIBYTE])('hold no value above an itemLimit of %d bytes', async (itemLimit) => {
    server = await startGreetingServer((request, socket) => {
      socket.write(
        toReply(request, {
          extras: Buffer.alloc(4),
          value: 'x'.repeat(65_536),
          announced: itemLimit + 2 ** 18,
        }),
      )
    })
    open({ itemLimit })
    const error = await rejectionOf(transport.get('key'))
    expect(error).toMatchObject({ code: 'protocol' })
    expect(error.message).toContain(`a reply of ${itemLimit + 2 ** 18} bytes`)
  })

  it('take memory as they come, not as they announce', async () => {
    server = await startGreetingServer((request, socket) => {
      const parts = { extras: Buffer.alloc(4), value: 'x'.repeat(65_536), announced: 100 * MEBIBYTE }
      socket.write(toReply(request, parts))
    })
    open({ timeout: 300 })
    const most = await mostMemory(async () =>
      expect(transport.get('key')).rejects.toMatchObject({ code: 'timeout' }),
    )
    expect(most).toBeLessThan(8)
  })

  it.each([
    ['to nothing', (request: SeenRequest) => ({ ...request, opaque: request.opaque + 1 })],
    ['to another command', (request: SeenRequest) => ({ ...request, opcode: Opcode.get })],
  ])('take no memory where they are %s', async (_, change) => {
    server = await startGreetingServer((request, socket) => {
      const parts = { extras: Buffer.alloc(4), value: 'x'.repeat(65_536), announced: 100 * MEBIBYTE }
      socket.write(toReply(change(request), parts))
    })
    open()
    const error = await rejectionOf(transport.set('key', Buffer.from('x')))
    expect(error).toMatchObject({ code: 'protocol' })
  })

  it('are short where nobody asked for a value', async () => {
    server = await startGreetingServer((request, socket) => {
      socket.write(toReply(request, { announced: 10 * MEBIBYTE }))
    })
    open()
    expect(await rejectionOf(transport.set('key', Buffer.from('x')))).toMatchObject({ code: 'protocol' })
  })

  it.each([
    ['many', 'x'],
    ['long', 'x'.repeat(60_000)],
  ])('may be statistics without end, of figures that are %s: they cost the connection', async (_, value) => {
    server = await startGreetingServer((request, socket) => {
      if (request.opcode !== Opcode.statistics) {
        socket.write(toItemReply(request, 'x'))
        return
      }
      const figures = Buffer.concat(
        Array.from({ length: 100 }, () => toReply(request, { key: 'figure', value })),
      )
      const send = (): void => {
        while (!socket.destroyed && socket.write(figures));
        if (!socket.destroyed) socket.once('drain', send)
      }
      send()
    })
    open()
    await transport.get('key')
    const most = await mostMemory(async () => {
      const [entry] = await transport.statistics()
      expect(entry?.error).toMatchObject({ code: 'protocol' })
    })
    expect(most).toBeLessThan(32)
    expect((await transport.get('key'))?.flags).toBe(0)
  })

  it('may be statistics that drip without end: later calls are not kept from a new connection', async () => {
    const fake = await startGreetingServer((request, socket) => {
      if (request.opcode !== Opcode.statistics) {
        socket.write(toItemReply(request, 'x'))
        return
      }
      const timer = setInterval(() => socket.write(toReply(request, { key: 'figure', value: '1' })), 10)
      socket.on('close', () => clearInterval(timer))
    })
    server = fake
    open({ timeout: 300 })
    await transport.get('key')
    const [entry] = await transport.statistics()
    expect(entry?.error).toMatchObject({ code: 'timeout' })
    while ((await transport.get('key').catch(() => undefined)) === undefined);
    expect(fake.connections).toBeGreaterThan(1)
  })

  it('may be a figure named __proto__, which changes no prototype', async () => {
    server = await startGreetingServer((request, socket) => {
      const figures = [{ key: '__proto__', value: 'evil' }, { key: 'constructor', value: '1' }, {}]
      socket.write(Buffer.concat(figures.map((figure) => toReply(request, figure))))
    })
    open()
    const [entry] = await transport.statistics()
    expect(Object.entries(entry?.statistics ?? {})).toEqual([
      ['__proto__', 'evil'],
      ['constructor', '1'],
    ])
    expect(Object.getPrototypeOf(entry?.statistics)).toBe(Object.prototype)
  })
})
