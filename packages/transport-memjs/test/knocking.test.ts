import type { Socket } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { eachRequest, type FakeServer, startFakeServer, toReply } from './fake-server.ts'
import { rejectionOf } from './rejection-of.ts'

const BOB = { username: 'bob', password: 'guessed' }

let server: FakeServer
let transport: MemjsTransport

afterEach(async () => {
  await transport.close()
  await server.stop()
})

/** Answers the greeting, and is left to `serve` with anything else. */
const greeting =
  (serve: (socket: Socket) => void) =>
  (socket: Socket): void =>
    eachRequest(socket, (request) => {
      if (request.opcode === Opcode.noop) socket.write(toReply(request))
      else serve(socket)
    })

const refusing = (socket: Socket): void =>
  eachRequest(socket, (request) => {
    if (request.opcode === Opcode.listMechanisms) socket.write(toReply(request, { value: 'PLAIN' }))
    else socket.end(toReply(request, { status: 0x20 }))
  })

describe('MemjsTransport with a server that', () => {
  it.each<[string, (socket: Socket) => void, object, RegExp]>([
    ['refuses the password', refusing, BOB, /authentication failed/],
    [
      'wants a password',
      (socket) => eachRequest(socket, (request) => socket.end(toReply(request, { status: 0x20 }))),
      {},
      /authentication required/,
    ],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), {}, /HTTP\/1\.1/],
    [
      'has too many connections',
      (socket) => socket.end('ERROR Too many open connections\r\n'),
      {},
      /Too many open connections/,
    ],
    ['hangs up at once', (socket) => socket.end(), {}, /closed the connection/],
    ['breaks off at once', (socket) => socket.resetAndDestroy(), {}, /ECONNRESET|EPIPE/],
    ['hangs up on the first command', greeting((socket) => socket.end()), {}, /closed the connection/],
    [
      'answers the first command with noise',
      greeting((socket) => socket.write('noise')),
      {},
      /does not begin as one/,
    ],
  ])('%s is not knocked at again and again, and each call says why', async (_, serve, options, why) => {
    server = await startFakeServer(serve)
    transport = new MemjsTransport({
      servers: [server.address],
      timeout: 5000,
      connectTimeout: 5000,
      ...options,
    })
    const until = performance.now() + 1000
    let calls = 0
    while (performance.now() < until) {
      calls++
      await sleep(1)
      const error = await rejectionOf(transport.set('key', Buffer.from('x')))
      if (error.message.includes('nothing was sent')) expect(error.code).toBe('connection')
      expect(error.message).toMatch(why)
    }
    expect(calls).toBeGreaterThan(server.connections)
    expect(server.connections).toBeLessThan(60)
    const before = server.connections
    await sleep(500)
    expect(server.connections - before).toBe(0)
  })

  it('refuses the password is tried less and less often', async () => {
    server = await startFakeServer(refusing)
    transport = new MemjsTransport({ servers: [server.address], ...BOB })
    const until = performance.now() + 2500
    while (performance.now() < until) {
      await rejectionOf(transport.get('key'))
      await sleep(1)
    }
    expect(server.connections).toBeLessThan(12)
  })

  it('is back after a refusal serves the very next call', async () => {
    server = await startFakeServer(() => undefined)
    const port = await freePort()
    transport = new MemjsTransport({
      servers: [`127.0.0.1:${port}`],
      timeout: 20_000,
      connectTimeout: 20_000,
    })
    for (let call = 0; call < 50; call++)
      expect(await rejectionOf(transport.get('key'))).toMatchObject({ code: 'connection' })
    const memcached = await startMemcached({ port })
    expect(await transport.get('key')).toBeUndefined()
    await memcached.stop()
  })

  it('hung up for a while serves within a second after', async () => {
    let isUp = false
    server = await startFakeServer((socket) => {
      if (isUp) greeting((one) => one.end())(socket)
      else socket.end()
    })
    transport = new MemjsTransport({ servers: [server.address] })
    for (let call = 0; call < 200; call++) await rejectionOf(transport.get('key'))
    isUp = true
    const before = performance.now()
    while ((await rejectionOf(transport.get('key'))).message.includes('nothing was sent')) {
      expect(performance.now() - before).toBeLessThan(1000)
    }
  })
})

describe('MemjsTransport with a memcached that speaks the text protocol only', () => {
  it.each([
    ['-B ascii', ['-B', 'ascii'], {}],
    ['-B ascii, credentials being given', ['-B', 'ascii'], BOB],
    ['an auth file', ['-Y'], {}],
    ['an auth file, credentials being given', ['-Y'], BOB],
  ])('by %s says so', async (_, args, credentials) => {
    const folder = await mkdtemp(join(tmpdir(), 'lmc-auth-'))
    const file = join(folder, 'users')
    await writeFile(file, 'bob:hidden\n')
    server = await startFakeServer(() => undefined)
    const memcached = await startMemcached({ args: args[0] === '-Y' ? ['-Y', file] : args })
    transport = new MemjsTransport({ servers: [memcached.address], timeout: 20_000, ...credentials })
    const error = await rejectionOf(transport.set('key', Buffer.from('\r\nflush_all\r\n')))
    expect(error).toMatchObject({ code: 'connection', server: memcached.address, command: 'set' })
    expect(error.message).toMatch(/does not speak the binary protocol.*"-B ascii".*auth file/)
    expect(error.message).toContain('nothing was sent')
    await memcached.stop()
    await rm(folder, { recursive: true })
  })
})
