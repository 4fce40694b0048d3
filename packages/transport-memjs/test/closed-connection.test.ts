import { existsSync, readFileSync } from 'node:fs'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/memcached-server'
import { holdLoop } from '@lmc/transport-tests/faults'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { type FakeServer, startGreetingServer, toItemReply, toReply } from './fake-server.ts'
import { rejectionOf } from './rejection-of.ts'
import { until } from './until.ts'

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

function open(address: string): MemjsTransport {
  const transport = new MemjsTransport({ servers: [address], timeout: 20_000, connectTimeout: 20_000 })
  stops.push(async () => transport.close())
  return transport
}

/**
 * Whether a connection from here to this port was closed by the other side, though nobody here has been told.
 */
function isHalfClosed(port: number): boolean {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  return rows.some((row) => {
    const [, , remote, state] = row.trim().split(/\s+/)
    return remote?.endsWith(end) === true && state === '08'
  })
}

/** Holds the event loop until memcached has closed the idle connection. */
function holdUntilClosed(port: number): void {
  if (!existsSync('/proc/net/tcp')) return holdLoop(6500)
  for (let held = 0; held < 10_000 && !isHalfClosed(port); held += 250) holdLoop(250)
}

describe('MemjsTransport whose idle connection memcached has closed while the process was held', () => {
  const value = Buffer.from('x')

  it.each<[string, (transport: MemjsTransport) => Promise<unknown>, unknown]>([
    ['get', async (transport) => transport.get('key'), { value: new Uint8Array(value), flags: 0 }],
    ['set', async (transport) => transport.set('key', value), true],
    ['increment', async (transport) => transport.increment('counter', 1, { initial: 7 }), 7n],
    [
      'set behind a get',
      async (transport) => Promise.all([transport.get('missing'), transport.set('key', value)]),
      [undefined, true],
    ],
  ])('serves a %s by a new one', async (_, call, answer) => {
    const server = await startMemcached({ args: ['-o', 'idle_timeout=1'] })
    stops.push(async () => server.stop())
    const transport = open(server.address)
    await transport.set('key', value)
    await transport.delete('counter')
    holdUntilClosed(server.port)
    expect(await call(transport)).toEqual(answer)
  })
})

describe('MemjsTransport with a server that closes politely', () => {
  let server: FakeServer
  let sets = 0

  async function start(serve: Parameters<typeof startGreetingServer>[0]): Promise<void> {
    sets = 0
    server = await startGreetingServer(serve)
    stops.push(async () => server.stop())
  }

  it('after each answer, serves every call', async () => {
    await start((request, socket) => socket.end(toReply(request)))
    const transport = open(server.address)
    for (let call = 0; call < 50; call++) expect(await transport.set('key', Buffer.from('x'))).toBe(true)
    expect(server.connections).toBe(50)
  })

  it('as a call comes, serves the call by a new connection', async () => {
    await start((request, socket) => socket.write(toReply(request)))
    const transport = open(server.address)
    for (let round = 0; round < 20; round++) {
      await transport.set('key', Buffer.from('x'))
      for (const socket of server.sockets) socket.end()
      await turn()
      expect(await transport.set('key', Buffer.from('x'))).toBe(true)
    }
  })

  it('notices at once, and keeps no connection', async () => {
    await start((request, socket) => socket.write(toItemReply(request, 'x')))
    const transport = open(server.address)
    await transport.get('key')
    for (const socket of server.sockets) socket.end()
    await until(() => server.sockets.size === 0)
    expect((await transport.get('key'))?.flags).toBe(0)
    expect(server.connections).toBe(2)
  })

  it('over a set that it may have carried out, rejects the set and does not send it again', async () => {
    await start((request, socket) => {
      if (request.opcode !== Opcode.set) socket.write(toItemReply(request, 'x'))
      else if (++sets > 1) socket.end()
      else socket.write(toReply(request))
    })
    const transport = open(server.address)
    await transport.set('key', Buffer.from('x'))
    const error = await rejectionOf(transport.set('key', Buffer.from('x')))
    expect(error).toMatchObject({ code: 'connection' })
    expect(error.message).toContain('the outcome is unknown')
    await sleep(100)
    expect(sets).toBe(2)
  })

  it('in the midst of a reply, rejects the call', async () => {
    let answers = 0
    await start((request, socket) => {
      if (++answers === 2) socket.end(toItemReply(request, 'half').subarray(0, 30))
      else socket.write(toItemReply(request, 'whole'))
    })
    const transport = open(server.address)
    await transport.get('key')
    expect(await rejectionOf(transport.get('key'))).toMatchObject({ code: 'connection' })
    expect(Buffer.from((await transport.get('key'))?.value ?? []).toString()).toBe('whole')
  })
})
