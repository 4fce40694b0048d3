import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { patient } from './patient.ts'

const VALUE = new Uint8Array(1)
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

function open(options: MetaTransportOptions): MetaTransport {
  const transport = new MetaTransport({ ...patient, ...options })
  cleanups.push(() => transport.close())
  return transport
}

async function start(args: string[] = []): Promise<string> {
  const server = await startMemcached({ args })
  cleanups.push(() => server.stop())
  return server.address
}

/** A server that answers each connection's request for a dump by the next of these. */
async function startDumping(...answers: ((socket: Socket) => void)[]): Promise<string> {
  let next = 0
  const server: Server = createServer((socket) => {
    cleanups.push(() => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('data', (text) => {
      if (String(text) === 'mn\r\n') socket.write('MN\r\n')
      else answers[Math.min(next++, answers.length - 1)]?.(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  const bound = server.address()
  return `127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
}

async function dump(transport: MetaTransport, signal?: AbortSignal): Promise<string[]> {
  const keys: string[] = []
  for await (const key of transport.dumpKeys({ signal })) keys.push(key)
  return keys.toSorted()
}

describe('dumpKeys', () => {
  it('gives the keys of all servers, whatever characters they are of, and none that has expired', async () => {
    const transport = open({ servers: [await start(), await start()] })
    const odd = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index))
    const keys = [
      odd,
      'k'.repeat(250),
      'ключ:é',
      '\u{1f511}\u0085',
      ...Array.from({ length: 5000 }, (_, index) => `key:${index}`),
    ]
    await Promise.all(keys.map((key) => transport.set(key, VALUE)))
    await transport.set('brief', VALUE, { lifetime: 1 })
    await expect.poll(() => transport.get('brief'), { timeout: 20_000 }).toBeUndefined()
    // A dump leaves out what another thread of the server is busy with, as it is now and then by itself.
    await expect.poll(() => dump(transport), { timeout: 20_000 }).toEqual(keys.toSorted())
  })

  it('leaves the calls of the transport alone, need not be listened to until the end, and waits for other dumps', async () => {
    const transport = open({ servers: [await start()] })
    await Promise.all(Array.from({ length: 20_000 }, (_, index) => transport.set(`key:${index}`, VALUE)))
    let count = 0
    for await (const key of transport.dumpKeys()) {
      if (++count === 100) break
      expect(await transport.get(key)).toBeDefined()
    }
    expect(count).toBe(100)
    const dumpTwice = async (): Promise<number[]> =>
      (await Promise.all([dump(transport), dump(transport)])).map((keys) => keys.length)
    await expect.poll(dumpTwice, { timeout: 20_000 }).toEqual([20_000, 20_000])
  })

  it('makes a server wait whose dump nobody reads on', async () => {
    const lines = 'key=a exp=-1 la=1\n'.repeat(10_000)
    const server = { sent: 0 }
    const address = await startDumping((socket) => {
      const write = (): void =>
        void socket.write(lines, (error) => {
          if (error) return
          server.sent += lines.length
          setImmediate(write)
        })
      write()
    })
    const keys = open({ servers: [address] }).dumpKeys()
    await keys.next()
    let before = -1
    // Until the buffers of the system are full.
    const hasStopped = (): boolean => before === (before = server.sent)
    await expect.poll(hasStopped, { timeout: 20_000, interval: 200 }).toBe(true)
    for (let count = 0; count < 3_000_000 && server.sent === before; count++) await keys.next()
    expect(server.sent).toBeGreaterThan(before)
    await keys.return()
  })

  it('tells why it cannot connect, as other calls do', async () => {
    const down = `127.0.0.1:${await freePort()}`
    await expect(dump(open({ servers: [down] }))).rejects.toMatchObject({
      code: 'connection',
      message: `dumpKeys on ${down}: connect ECONNREFUSED ${down}`,
    })
    const stranger = await startDumping(() => undefined)
    const stuck = open({ servers: [stranger], tls: true, connectTimeout: 100 })
    await expect(dump(stuck)).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringContaining('it connected and did not answer the TLS handshake within 100 ms'),
    })
  })

  it('of nothing is nothing', async () => {
    await expect(dump(open({ servers: [await start()] }))).resolves.toEqual([])
  })

  it('says who it is, where a server asks', async () => {
    const file = join(tmpdir(), `lmc-auth-${process.pid}`)
    await writeFile(file, 'me:secret\n')
    const address = await start(['-Y', file])
    const transport = open({ servers: [address], username: 'me', password: 'secret' })
    await transport.set('a', VALUE)
    await expect(dump(transport)).resolves.toEqual(['a'])
    const stranger = open({ servers: [address], username: 'me', password: 'wrong' })
    await expect(dump(stranger)).rejects.toMatchObject({ code: 'connection' })
  })

  it('takes the dump of a server that begins it by OK, as 1.6.45 does', async () => {
    const address = await startDumping((socket) => socket.write('OK\r\nkey=a exp=-1 la=1 flags=0 \nEND\r\n'))
    await expect(dump(open({ servers: [address] }))).resolves.toEqual(['a'])
  })

  it('tries again while the server is busy with another', async () => {
    const address = await startDumping(
      (socket) => socket.write('BUSY currently processing crawler request\r\n'),
      (socket) => socket.write('key=a%20 exp=-1 la=1 cas=1 fetch=no cls=1 size=64\nkey=b%E9 exp=-1\nEND\r\n'),
    )
    await expect(dump(open({ servers: [address] }))).resolves.toEqual(['a ', 'b\ufffd'])
  })

  it.each([
    ['server', 200, 'a server that is busy all the time', (socket: Socket) => socket.write('BUSY\r\n')],
    ['server', 20_000, 'a server that knows no dump', (socket: Socket) => socket.write('ERROR\r\n')],
    ['connection', 20_000, 'a dump that is cut', (socket: Socket) => socket.end('key=a exp=-1\nkey=b')],
    ['timeout', 200, 'a server that falls silent', (socket: Socket) => socket.write('key=a exp=-1\n')],
    ['protocol', 20_000, 'a line without an end', (socket: Socket) => socket.write('k'.repeat(5000))],
  ])('rejects with %s, its time-out being %d ms, for %s', async (code, timeout, _, answer) => {
    const transport = open({ servers: [await startDumping(answer)], timeout })
    await expect(dump(transport)).rejects.toMatchObject({ name: 'TransportError', code, command: 'dumpKeys' })
  })

  it("rejects with the signal's reason, before and meanwhile, and with closed afterwards", async () => {
    const transport = open({ servers: [await startDumping((socket) => socket.write('key=a exp=-1\n'))] })
    const before = AbortSignal.abort(new Error('never mind'))
    await expect(dump(transport, before)).rejects.toBe(before.reason)
    const meanwhile = AbortSignal.timeout(50)
    await expect(dump(transport, meanwhile)).rejects.toMatchObject({ name: 'TimeoutError' })
    await transport.close()
    await expect(dump(transport)).rejects.toMatchObject({ code: 'closed' })
  })
})
