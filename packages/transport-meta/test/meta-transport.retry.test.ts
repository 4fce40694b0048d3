import { freePort, startMemcached } from '@lmc/memcached-server'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { startRewritingProxy } from './rewriting-proxy.ts'

const cleanUp: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step()
})

/** Serves each connection so; counts them. */
async function serve(onConnection: (socket: Socket) => void): Promise<{ address: string; count: number }> {
  const sockets: Socket[] = []
  const served = { address: '', count: 0 }
  const server = createServer((socket) => {
    served.count++
    sockets.push(socket.on('error', () => undefined))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  served.address = typeof bound === 'object' ? `127.0.0.1:${bound?.port}` : ''
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return served
}

function open(address: string, options = {}): MetaTransport {
  const transport = new MetaTransport({ servers: [address], ...options })
  cleanUp.push(() => transport.close())
  return transport
}

/** Calls again and again for so long. Returns how many calls were made. */
async function call(transport: MetaTransport, time: number): Promise<number> {
  const until = performance.now() + time
  let count = 0
  while (performance.now() < until) {
    count++
    await transport.get('k').catch(() => undefined)
    // Many more calls than a server is tried, and little work for the processor.
    await sleep(1)
  }
  return count
}

const unfit: readonly [string, RegExp, (socket: Socket) => void][] = [
  [
    'speaks no meta commands',
    /speaks no meta commands/,
    (socket) => socket.on('data', () => socket.write('ERROR\r\n')),
  ],
  [
    'has too many connections',
    /too many open connections/,
    (socket) => socket.on('data', () => socket.end('ERROR Too many open connections\r\n')),
  ],
  [
    'wants credentials',
    /credentials/,
    (socket) => socket.on('data', () => socket.write('CLIENT_ERROR unauthenticated\r\n')),
  ],
  [
    'speaks HTTP',
    /as no memcached does/,
    (socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  ],
  [
    'is Redis',
    /as no memcached does/,
    (socket) => socket.on('data', () => socket.write("-ERR unknown command 'mn'\r\n")),
  ],
]

describe('MetaTransport, with a server that does not accept it', () => {
  it.each(unfit)(
    'that %s, says so, with code connection, and tries again less and less often, also while calls come',
    async (_, message, onConnection) => {
      const server = await serve(onConnection)
      const transport = open(server.address)
      await expect(transport.get('k')).rejects.toMatchObject({
        code: 'connection',
        message: expect.stringMatching(message),
      })
      await call(transport, 1500)
      await expect(transport.get('k')).rejects.toMatchObject({
        code: 'connection',
        message: expect.stringMatching(message),
      })
      expect(server.count).toBeLessThan(12)
    },
  )

  it('tries a few times in seconds when nobody calls, whatever is wrong', async () => {
    const closing = await serve((socket) => void socket.end())
    const silent = await serve(() => undefined)
    const transports = [open(closing.address), open(silent.address, { connectTimeout: 20 })]
    await Promise.allSettled(transports.map((transport) => transport.get('k')))
    await sleep(2000)
    expect(closing.count).toBeLessThan(12)
    expect(silent.count).toBeLessThan(12)
  })

  it('does not storm one that answers the handshake and drops the first command', async () => {
    const server = await serve((socket) =>
      socket.on('data', (bytes) => {
        if (String(bytes) === 'mn\r\n') socket.write('MN\r\n')
        else if (String(bytes) === 'version\r\n') socket.write('VERSION 1.6.45\r\n')
        else socket.destroy()
      }),
    )
    const calls = await call(open(server.address), 1000)
    expect(calls).toBeGreaterThan(server.count)
    expect(server.count).toBeLessThan(60)
  })

  it('is asked what is wrong: TLS, SASL or a silent server', async () => {
    const closing = await serve((socket) => socket.on('data', () => socket.end()))
    await expect(open(closing.address).get('k')).rejects.toThrow(
      'the server closed the connection before it answered: does it want TLS, SASL or other credentials?',
    )
    const silent = await serve(() => undefined)
    await expect(open(silent.address, { connectTimeout: 50 }).get('k')).rejects.toThrow(
      'it connected and did not answer within 50 ms: does it want TLS, or is it no memcached?',
    )
    await expect(open(silent.address, { connectTimeout: 50, tls: true }).get('k')).rejects.toThrow(
      'it connected and did not answer the TLS handshake within 50 ms: does it speak TLS, or is it no memcached?',
    )
    const plain = await serve((socket) => socket.on('data', () => socket.write('ERROR\r\n')))
    await expect(open(plain.address, { tls: true }).get('k')).rejects.toThrow(
      /wrong version number.*does it speak TLS\?/i,
    )
  })

  it('is used by the very next call after it is back, where the host said that nothing listens', async () => {
    const port = await freePort()
    const transport = open(`127.0.0.1:${port}`)
    await expect(transport.get('k')).rejects.toThrow('ECONNREFUSED')
    await sleep(1500)
    const server = await startMemcached({ port })
    cleanUp.push(() => server.stop())
    expect(await transport.get('k')).toBe(undefined)
  })
})

describe('MetaTransport, when a flush costs the connection', () => {
  it('sends later flushes by a connection of their own, until one succeeds, and no other call suffers', async () => {
    const server = await startMemcached()
    cleanUp.push(() => server.stop())
    let refuses = true
    const proxy = await startRewritingProxy(server.port, {
      passes: (request) => !refuses || !request.includes('flush_all'),
    })
    cleanUp.push(() => proxy.stop())
    const transport = open(proxy.address, { timeout: 20_000, connectTimeout: 20_000 })
    await transport.get('k')
    await expect(transport.flush()).rejects.toMatchObject({ code: 'connection' })
    for (let round = 0; round < 5; round++) {
      const others = Array.from({ length: 50 }, (_, index) => transport.set(`k${index}`, new Uint8Array(100)))
      await expect(transport.flush()).rejects.toMatchObject({ code: 'connection' })
      expect(await Promise.all(others)).toEqual(others.map(() => true))
    }
    refuses = false
    await transport.flush()
    const before = proxy.connectionCount
    await transport.flush()
    expect(proxy.connectionCount).toBe(before)
  })
})
