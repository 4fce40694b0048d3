import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { type FaultProxy, type Script, startFaultProxy } from './faults/fault-proxy.ts'
import { runProgram } from './faults/run-program.ts'
import { rejectionOf } from './rejection-of.ts'
import { until } from './until.ts'

/**
 * How long a call may take where it is to run into that, in milliseconds. A busy machine may stand still for
 * half of it.
 */
const SHORT = 800

/** How long a call may take where it is not. */
const PATIENT = { timeout: 20_000, connectTimeout: 20_000 }

let server: MemcachedServer
let proxy: FaultProxy
let transport: MemjsTransport

beforeEach(async () => {
  server = await startMemcached()
  proxy = await startFaultProxy(server.port)
  await useTimeout(PATIENT.timeout)
})

afterEach(async () => {
  await transport.close()
  await proxy.stop()
  await server.stop()
})

async function useTimeout(timeout: number): Promise<void> {
  await transport?.close()
  transport = new MemjsTransport({ ...PATIENT, servers: [proxy.address], timeout })
  while (!(await transport.set('key', Buffer.from('x')).catch(() => false)));
}

const silence: Script = () => undefined

async function valueOf(key: string): Promise<string | undefined> {
  const item = await transport.get(key)
  return item && Buffer.from(item.value).toString('latin1')
}

describe('MemjsTransport', () => {
  describe('when the server is late', () => {
    beforeEach(async () => useTimeout(SHORT))

    it('rejects the late call alone, and gives its reply to no other', async () => {
      for (const key of ['a', 'b', 'c']) {
        while (!(await transport.set(key, Buffer.from(key)).catch(() => false)));
      }
      const before = proxy.connections
      const held: (() => void)[] = []
      proxy.script = (reply, wire) => held.push(() => wire.send(reply))
      const first = valueOf('a')
      const late = rejectionOf(transport.get('b'))
      while (held.length < 2) await sleep(1)
      // Something has come since `b` was sent, so that its call is late and the connection is not silent.
      held[0]?.()
      expect(await first).toBe('a')
      await sleep(SHORT / 2)
      const behind = valueOf('c')
      expect(await late).toMatchObject({ code: 'timeout', server: proxy.address, command: 'get' })
      while (held.length < 3) await sleep(1)
      held[1]?.()
      held[2]?.()
      expect(await behind).toBe('c')
      expect(proxy.connections - before).toBe(0)
    })

    it('rejects every call by its time-out, and drops the connection, when nothing comes at all', async () => {
      const before = proxy.connections
      proxy.script = silence
      const startedAt = performance.now()
      const calls = Array.from({ length: 10 }, async (_, index) => {
        await sleep(index * 20)
        return rejectionOf(transport.get('key'))
      })
      for (const call of calls) expect(await call).toMatchObject({ code: 'timeout' })
      expect(performance.now() - startedAt).toBeLessThan(10 * SHORT)
      proxy.script = undefined
      expect(await valueOf('key')).toBe('x')
      expect(proxy.connections - before).toBe(1)
    })

    it('sends nothing after a silence before the server has answered', async () => {
      proxy.freeze()
      const early = await rejectionOf(transport.set('key', Buffer.from('early')))
      expect(early).toMatchObject({
        code: 'timeout',
        message: expect.stringContaining('the outcome is unknown'),
      })
      const never = await rejectionOf(transport.set('key', Buffer.from('never')))
      expect(never).toMatchObject({ code: 'timeout', message: expect.stringContaining('nothing was sent') })
      const waiting = transport.set('key', Buffer.from('last'))
      proxy.thaw()
      expect(await waiting).toBe(true)
      // On two connections a server carries out what it will first: `early` may be behind `last`, as its
      // error says.
      expect(await valueOf('key')).toMatch(/^(early|last)$/)
      expect(proxy.sent.includes('never')).toBe(false)
    })

    it('asks again after a silence that has swallowed the question', async () => {
      proxy.script = silence
      await rejectionOf(transport.get('key'))
      const waiting = valueOf('key')
      await sleep(50)
      proxy.script = undefined
      expect(await waiting).toBe('x')
    })

    it('lets a call wait on when it came shortly before a silent connection was given up', async () => {
      const impatient = new MemjsTransport({ servers: [proxy.address], timeout: SHORT, connectTimeout: 90 })
      while (!(await impatient.get('key').catch(() => undefined)));
      proxy.script = silence
      await rejectionOf(impatient.get('key'))
      const waiting = impatient.get('key')
      await sleep(120)
      proxy.script = undefined
      expect(await waiting).toBeDefined()
      await impatient.close()
    })

    it('reads the socket before it gives up, when its own process was held', async () => {
      const direct = new MemjsTransport({ ...PATIENT, servers: [server.address], timeout: SHORT })
      while (!(await direct.get('key').catch(() => undefined)));
      const call = direct.get('key')
      await new Promise(setImmediate)
      holdLoop(2 * SHORT)
      expect(await call).toBeDefined()
      await direct.close()
    })

    it('drops a silent connection also when signals give every call up before its time-out', async () => {
      proxy.script = silence
      const before = proxy.connections
      for (let call = 0; call < 10; call++) {
        await expect(transport.get('key', { signal: AbortSignal.timeout(SHORT / 8) })).rejects.toThrow()
      }
      proxy.script = undefined
      expect(await valueOf('key')).toBe('x')
      expect(proxy.connections - before).toBe(1)
    })
  })

  describe('when a signal aborts', () => {
    it('does not send what was not sent yet', async () => {
      const controller = new AbortController()
      const call = transport.set('key', Buffer.from('unwanted'), { signal: controller.signal })
      controller.abort(new Error('changed my mind'))
      await expect(call).rejects.toThrow('changed my mind')
      expect(await valueOf('key')).toBe('x')
      expect(proxy.sent.includes('unwanted')).toBe(false)
    })

    it('gives the reply of an aborted get to nobody', async () => {
      await transport.set('other', Buffer.from('own'))
      proxy.script = (reply, wire) => setTimeout(() => wire.send(reply), 50)
      const controller = new AbortController()
      const aborted = transport.get('key', { signal: controller.signal })
      await sleep(20)
      controller.abort()
      await expect(aborted).rejects.toBe(controller.signal.reason)
      expect(await valueOf('other')).toBe('own')
      expect(proxy.connections).toBe(1)
    })
  })

  describe('when replies make no sense', () => {
    it.each<[string, (reply: Buffer) => Buffer]>([
      ['begins with another byte', (reply) => patch(reply, (bytes) => bytes.writeUInt8(0x80, 0))],
      ['answers another command', (reply) => patch(reply, (bytes) => bytes.writeUInt8(0x01, 1))],
      ['answers another call', (reply) => patch(reply, (bytes) => bytes.writeUInt32BE(1_000_000, 12))],
      ['claims to be 3 GiB', (reply) => patch(reply, (bytes) => bytes.writeUInt32BE(3 * 2 ** 30, 8))],
      ['is longer than it says', (reply) => Buffer.concat([reply, Buffer.from('more')])],
      ['has no flags', (reply) => patch(reply, (bytes) => bytes.writeUInt8(0, 4))],
      ['comes twice', (reply) => Buffer.concat([reply, reply])],
    ])('rejects all in flight with protocol, and starts anew, after one that %s', async (_, damage) => {
      proxy.script = (reply, wire) => wire.send(damage(reply))
      const calls = Array.from({ length: 5 }, async () => rejectionOf(transport.get('key')))
      for (const call of calls) {
        expect(await call).toMatchObject({ code: 'protocol', server: proxy.address, command: 'get' })
      }
      proxy.script = undefined
      expect(await valueOf('key')).toBe('x')
      expect(proxy.connections).toBe(2)
    })

    it('rejects all in flight when one reply was left out', async () => {
      proxy.script = () => (proxy.script = undefined)
      const calls = [rejectionOf(transport.get('key')), rejectionOf(transport.get('missing'))]
      for (const call of calls) expect(await call).toMatchObject({ code: 'protocol' })
    })

    it('reads a reply that comes one byte at a time', async () => {
      proxy.script = (reply, wire) => {
        for (const byte of reply) wire.send(Buffer.of(byte))
      }
      expect(await valueOf('key')).toBe('x')
    })
  })

  describe('when the server goes', () => {
    it.each(['end', 'reset'] as const)(
      'rejects all of 500 calls in flight with connection, by %s',
      async (how) => {
        proxy.script = (_, wire) => wire[how]()
        const calls = Array.from({ length: 500 }, async () => rejectionOf(transport.get('key')))
        for (const call of calls) expect(await call).toMatchObject({ code: 'connection' })
        proxy.script = undefined
        // A read may have been sent once more by a connection that ended as well: then there is a short
        // pause.
        await until(async () => (await valueOf('key').catch(() => undefined)) === 'x')
      },
    )

    it('rejects at once while it is down, and the first call after it is back resolves', async () => {
      await server.stop()
      const direct = new MemjsTransport({ ...PATIENT, servers: [server.address] })
      const times = []
      for (let call = 0; call < 10; call++) {
        const startedAt = performance.now()
        const error = await rejectionOf(direct.get('key'))
        times.push(performance.now() - startedAt)
        expect(error).toMatchObject({ code: 'connection', cause: { code: 'ECONNREFUSED' } })
      }
      // The fastest, as a busy machine slows some of them.
      expect(Math.min(...times)).toBeLessThan(20)
      server = await startMemcached({ port: server.port })
      expect(await direct.get('key')).toBeUndefined()
      await direct.close()
    })

    it('uses one connection for 1,000 calls that are made before it is there', async () => {
      const fresh = new MemjsTransport({ ...PATIENT, servers: [proxy.address] })
      const before = proxy.connections
      await Promise.all(Array.from({ length: 1000 }, async () => fresh.get('key')))
      expect(proxy.connections - before).toBe(1)
      await fresh.close()
    })

    it('gives up connecting by the time-out for that', async () => {
      // The address is set aside for documentation: nothing answers there, or the network says so at once.
      const nowhere = new MemjsTransport({
        servers: ['192.0.2.1:11211'],
        timeout: 20_000,
        connectTimeout: 100,
      })
      const startedAt = performance.now()
      expect(await rejectionOf(nowhere.get('key'))).toMatchObject({ code: 'connection' })
      expect(performance.now() - startedAt).toBeLessThan(10_000)
      await nowhere.close()
    })
  })

  describe('when too much is in flight', () => {
    beforeEach(async () => useTimeout(SHORT))

    it('rejects with overloaded above 64 MiB, and takes calls again later', async () => {
      proxy.script = silence
      const value = Buffer.alloc(1024 * 1024)
      const calls = Array.from({ length: 63 }, async () => rejectionOf(transport.set('key', value)))
      expect(await rejectionOf(transport.set('key', value))).toMatchObject({
        code: 'overloaded',
        server: proxy.address,
        command: 'set',
      })
      for (const call of calls) expect(await call).toMatchObject({ code: 'timeout' })
      proxy.script = undefined
      expect(await transport.get('missing')).toBeUndefined()
    })
  })

  describe('increment', () => {
    it('counts on when somebody else creates the counter at the same moment', async () => {
      proxy.script = (reply, wire) => {
        proxy.script = undefined
        const notStored = Buffer.from(reply.subarray(0, 24))
        notStored.writeUInt16BE(0x05, 6)
        notStored.writeUInt32BE(0, 8)
        wire.send(notStored)
      }
      expect(await transport.increment('counter', 2, { initial: 40 })).toBe(42n)
    })
  })

  describe('close', () => {
    it('lets the calls in flight have their answers', async () => {
      proxy.script = (reply, wire) => setTimeout(() => wire.send(reply), 100)
      const call = valueOf('key')
      await transport.close()
      expect(await call).toBe('x')
    })

    it('waits one time-out at most for calls that get no answer', async () => {
      await useTimeout(SHORT)
      proxy.script = silence
      const call = rejectionOf(transport.get('key'))
      const startedAt = performance.now()
      await transport.close()
      expect(performance.now() - startedAt).toBeLessThan(10 * SHORT)
      expect(await call).toMatchObject({ code: 'timeout' })
    })

    it('rejects calls for no keys at all with closed', async () => {
      await transport.close()
      expect(await rejectionOf(transport.getMany([]))).toMatchObject({ code: 'closed' })
      expect(await rejectionOf(transport.hasMany([]))).toMatchObject({ code: 'closed' })
    })

    it('lets the process end by itself, however long the time-outs, also when the server is down', async () => {
      const program = `
        import { MemjsTransport } from '@lmc/transport-memjs'
        const servers = [process.argv[1]]
        const transport = new MemjsTransport({ servers, timeout: 60_000, connectTimeout: 60_000 })
        await transport.get('key').catch(() => 'it is down')
        await transport.close()`
      expect(await runProgram(program, server.address)).toBe(0)
      expect(await runProgram(program, `127.0.0.1:${await freePort()}`)).toBe(0)
    })
  })

  describe('its errors', () => {
    it('hold the server and the method, and never the value', async () => {
      const value = Buffer.alloc(2 * 1024 * 1024, 'secret!')
      const error = await rejectionOf(transport.set('key', value))
      expect(error).toMatchObject({ code: 'value-too-large', server: proxy.address, command: 'set' })
      expect(inspect(error, { depth: 10 })).not.toContain('secret!')
    })

    it('say that nothing was sent when the server could not be reached', async () => {
      const port = await freePort()
      const down = new MemjsTransport({ ...PATIENT, servers: [`127.0.0.1:${port}`] })
      const reason = `connect ECONNREFUSED 127.0.0.1:${port}`
      expect((await rejectionOf(down.get('key'))).message).toBe(
        `get on 127.0.0.1:${port}: the server cannot be reached (${reason}); nothing was sent`,
      )
      await down.close()
    })
  })
})

function patch(reply: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(reply)
  change(copy)
  return copy
}
