import { TransportError } from '@lmc/transport'
import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/meta-transport.ts'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
let server: FakeServer | undefined
let transport: MetaTransport | undefined

/** What goes over the wire for a call that is answered in this way. */
async function exchange(
  reply: string,
  call: (transport: MetaTransport) => Promise<unknown>,
): Promise<[string, unknown]> {
  server = await startFakeServer((_, socket) => socket.write(reply, 'latin1'))
  transport = new MetaTransport({ servers: [server.address], ...patient })
  const answer = await call(transport).catch((error: unknown) => error)
  return [server.received, answer]
}

afterEach(async () => {
  await transport?.close()
  await server?.stop()
})

describe('MetaTransport on the wire', () => {
  it.each<[string, string, string, (transport: MetaTransport) => Promise<unknown>, unknown]>([
    [
      'get',
      'mg k v f s O0001\r\n',
      'VA 2 f7 O0001\r\nab\r\n',
      (t) => t.get('k'),
      { value: bytes('ab'), flags: 7 },
    ],
    ['get', 'mg k v f s O0001\r\n', 'EN O0001\r\n', (t) => t.get('k'), undefined],
    [
      'gets',
      'mg k v f s c O0001\r\n',
      'VA 1 f0 c9 O0001\r\nx\r\n',
      (t) => t.gets('k'),
      { value: bytes('x'), flags: 0, cas: '9' },
    ],
    [
      'get of a key of UTF-8',
      'mg \u00c3\u00a9\u00e9\u008d\u00b5 v f s O0001\r\n',
      'EN O0001\r\n',
      (t) => t.get('é鍵'),
      undefined,
    ],
    [
      'getMany of a key and of what its bytes are in Latin-1',
      'mg \u00c3\u00a9 v f s O0001\r\nmg \u00c3\u0083\u00c2\u00a9 v f s O0002\r\n',
      'VA 1 f1 O0001\r\n1\r\nVA 1 f2 O0002\r\n2\r\n',
      (t) => t.getMany(['é', '\u00c3\u00a9']),
      new Map([
        ['é', { value: bytes('1'), flags: 1 }],
        ['\u00c3\u00a9', { value: bytes('2'), flags: 2 }],
      ]),
    ],
    ['set', 'ms k 2 O0001\r\nab\r\n', 'HD O0001\r\n', (t) => t.set('k', bytes('ab')), true],
    [
      'set',
      'ms k 0 F4294967295 T60 O0001\r\n\r\n',
      'HD O0001\r\n',
      (t) => t.set('k', bytes(''), { flags: 2 ** 32 - 1, lifetime: 60 }),
      true,
    ],
    ['add', 'ms k 1 ME O0001\r\nx\r\n', 'NS O0001\r\n', (t) => t.add('k', bytes('x')), false],
    ['replace', 'ms k 1 MR O0001\r\nx\r\n', 'NS O0001\r\n', (t) => t.replace('k', bytes('x')), false],
    ['append', 'ms k 1 MA O0001\r\nx\r\n', 'HD O0001\r\n', (t) => t.append('k', bytes('x')), true],
    ['prepend', 'ms k 1 MP O0001\r\nx\r\n', 'NS O0001\r\n', (t) => t.prepend('k', bytes('x')), false],
    [
      'compareAndSet',
      'ms k 1 C7 O0001\r\nx\r\n',
      'EX O0001\r\n',
      (t) => t.compareAndSet('k', bytes('x'), '7'),
      false,
    ],
    [
      'compareAndSet',
      'ms k 1 C7 F1 O0001\r\nx\r\n',
      'NF O0001\r\n',
      (t) => t.compareAndSet('k', bytes('x'), '7', { flags: 1 }),
      false,
    ],
    ['delete', 'md k O0001\r\n', 'NF O0001\r\n', (t) => t.delete('k'), false],
    ['touch', 'mg k T0 O0001\r\n', 'HD O0001\r\n', (t) => t.touch('k', 0), true],
    ['increment', 'ma k v D5 O0001\r\n', 'VA 1 O0001\r\n6\r\n', (t) => t.increment('k', 5), 6n],
    [
      'increment',
      'ma k v MD D5 N60 J18446744073709551615 O0001\r\n',
      'VA 20 O0001\r\n18446744073709551615\r\n',
      (t) => t.increment('k', -5, { initial: 2n ** 64n - 1n, lifetime: 60 }),
      2n ** 64n - 1n,
    ],
    [
      'getMany',
      'mg a v f s O0001\r\nmg b v f s O0002\r\n',
      'EN O0001\r\nVA 1 f0 O0002\r\nx\r\n',
      (t) => t.getMany(['a', 'b', 'a']),
      new Map([['b', { value: bytes('x'), flags: 0 }]]),
    ],
    [
      'hasMany',
      'mg a u O0001\r\nmg b u O0002\r\n',
      'HD O0001\r\nEN O0002\r\n',
      (t) => t.hasMany(['a', 'b']),
      new Set(['a']),
    ],
    ['flush', 'flush_all\r\n', 'OK\r\n', (t) => t.flush(), undefined],
  ])('%s sends %j and takes %j', async (_, sent, reply, call, answer) => {
    expect(await exchange(reply, call)).toEqual([sent, answer])
  })

  it('sends all calls of a tick in one piece, numbered', async () => {
    const pieces: string[] = []
    server = await startFakeServer((received, socket) => {
      pieces.push(received)
      socket.write('EN O0001\r\nHD O0002\r\nEN O0003\r\n')
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    const answers = await Promise.all([
      transport.get('a'),
      transport.set('b', bytes('x')),
      transport.get('c'),
    ])
    expect(answers).toEqual([undefined, true, undefined])
    expect(pieces).toEqual(['mg a v f s O0001\r\nms b 1 O0002\r\nx\r\nmg c v f s O0003\r\n'])
  })

  it('sends all calls of several ticks in one piece while another server has calls in flight', async () => {
    const pieces: string[] = []
    server = await startFakeServer((received, socket) => {
      pieces.push(received)
      socket.write(received.replaceAll(/mg . v f s (O....)/g, 'EN $1'))
    })
    const silent = await startFakeServer(() => {})
    transport = new MetaTransport({
      servers: [server.address, silent.address],
      distribution: () => (key) => (key === 'silent' ? 1 : 0),
      ...patient,
    })
    await transport.get('a')
    const [unanswered] = [transport.get('silent'), transport.get('b')]
    const later = new Promise((resolve) => process.nextTick(() => resolve(transport?.get('c'))))
    await later
    expect(pieces).toEqual(['mg a v f s O0001\r\n', 'mg b v f s O0002\r\nmg c v f s O0003\r\n'])
    await silent.stop()
    await expect(unanswered).rejects.toThrow(TransportError)
  })

  it.each([
    ['add', 'add k 0 0 600000', (t: MetaTransport, v: Uint8Array) => t.add('k', v)],
    [
      'replace',
      'replace k 3 60 600000',
      (t: MetaTransport, v: Uint8Array) => t.replace('k', v, { flags: 3, lifetime: 60 }),
    ],
    ['append', 'append k 0 0 600000', (t: MetaTransport, v: Uint8Array) => t.append('k', v)],
    ['prepend', 'prepend k 0 0 600000', (t: MetaTransport, v: Uint8Array) => t.prepend('k', v)],
    [
      'compareAndSet',
      'cas k 0 0 600000 7',
      (t: MetaTransport, v: Uint8Array) => t.compareAndSet('k', v, '7'),
    ],
  ])('%s of 600,000 bytes goes as %j with a numbered command behind it', async (_, line, call) => {
    // Of all that has come: the last bytes may come apart.
    server = await startFakeServer((_received, socket) => {
      if (server?.received.endsWith('\r\nmg k u O0002\r\n')) socket.write('STORED\r\nHD O0002\r\n')
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    expect(await call(transport, new Uint8Array(600_000).fill(120))).toBe(true)
    expect(server.received).toBe(`${line}\r\n${'x'.repeat(600_000)}\r\nmg k u O0002\r\n`)
  })

  it.each([
    [
      'SERVER_ERROR object too large for cache',
      'value-too-large',
      "set on <server>: 2 bytes are above the server's item limit",
    ],
    [
      'SERVER_ERROR out of memory storing object',
      'server',
      'set on <server>: the server answered SERVER_ERROR out of memory storing object',
    ],
  ])('rejects a set that is answered %j with code %j', async (line, code, message) => {
    const [, error] = await exchange(`${line}\r\n`, (t) => t.set('k', bytes('ab')))
    expect(error).toMatchObject({
      code,
      message: message.replace('<server>', server?.address ?? ''),
      command: 'set',
      server: server?.address,
    })
  })

  it.each(['CLIENT_ERROR bad command line format', 'CLIENT_ERROR bad data chunk', 'ERROR'])(
    'gives the connection up when a set is answered %j, as its value may be taken for commands',
    async (line) => {
      server = await startFakeServer((_, socket) => socket.write(`${line}\r\n`))
      transport = new MetaTransport({ servers: [server.address], ...patient })
      const calls = [transport.set('k', bytes('flush_all')), transport.get('k')]
      const outcomes = await Promise.allSettled(calls)
      expect(outcomes).toMatchObject([
        { status: 'rejected', reason: { code: 'server', command: 'set' } },
        { status: 'rejected', reason: { code: 'protocol', command: 'get' } },
      ])
    },
  )

  it.each(['02', '-2', '+2', ' 2', '2 ', '0x2', ''])('takes no counter from %j', async (digits) => {
    const [, error] = await exchange(`VA ${digits.length} O0001\r\n${digits}\r\n`, (t) => t.increment('k', 1))
    expect(error).toMatchObject({ code: 'protocol', command: 'increment' })
  })

  it('takes a counter of 0', async () => {
    const [, value] = await exchange('VA 1 O0001\r\n0\r\n', (t) => t.increment('k', -1))
    expect(value).toBe(0n)
  })

  it('keeps the connection when an increment is refused', async () => {
    server = await startFakeServer((received, socket) => {
      socket.write(
        received.startsWith('ma')
          ? 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n'
          : 'EN O0002\r\n',
      )
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    await expect(transport.increment('k', 1)).rejects.toMatchObject({ code: 'server' })
    expect(await transport.get('k')).toBe(undefined)
    expect(server.connections).toHaveLength(1)
  })

  it.each<[string, string]>([
    ['another number', 'VA 1 f0 O0002\r\nx\r\n'],
    ['no number', 'VA 1 f0\r\nx\r\n'],
    ['a number twice', 'EN O0001\r\nEN O0001\r\n'],
    ['no flags', 'VA 1 O0001\r\nx\r\n'],
    ['the answer to a set', 'HD O0001\r\n'],
    ['a classic value', 'VALUE k 0 1\r\nx\r\nEND\r\n'],
    ['a value too short', 'VA 5 f0 O0001\r\nab\r\nEN O0002\r\n'],
    ['a value too long', 'VA 1 f0 O0001\r\nab\r\nEN O0002\r\n'],
    ['a value of 4 GB', 'VA 4294967295 f0 O0001\r\nx'],
    ['a value of 200 MB', 'VA 200000000 f0 O0001\r\nx'],
    ['a value of -1 bytes', 'VA -1 f0 O0001\r\n\r\n'],
    ['flags of a letter', 'VA 1 fx O0001\r\nx\r\n'],
    ['an empty line', '\r\n'],
    ['a line feed', '\n'],
    ['zeros', '\0\0\0\0\r\n'],
    ['a binary reply', '\x81\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\r\n'],
    ['an HTTP reply', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46\r\n'],
    ['3,000 letters', 'x'.repeat(3000)],
    ['3,000 letters behind a status', `HD ${'x'.repeat(3000)}`],
  ])('gives two gets that are answered with %s to nobody, and connects again', async (_, reply) => {
    let isBroken = true
    server = await startFakeServer((_received, socket) => {
      socket.write(isBroken ? reply : 'EN O0001\r\n', 'latin1')
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    const outcomes = await Promise.allSettled([transport.get('a'), transport.get('b')])
    const wrong = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value !== undefined)
    expect(wrong).toEqual([])
    expect(outcomes[1]).toMatchObject({ status: 'rejected', reason: { code: 'protocol' } })
    isBroken = false
    expect(await transport.get('a')).toBe(undefined)
    expect(server.connections).toHaveLength(2)
  })

  it('gives the connection up when a reply comes that nobody asked for', async () => {
    server = await startFakeServer((_, socket) => socket.write('EN O0001\r\nEN O0002\r\n'))
    transport = new MetaTransport({ servers: [server.address], ...patient })
    expect(await transport.get('a')).toBe(undefined)
    expect(await transport.get('a')).toBe(undefined)
    expect(server.connections).toHaveLength(2)
  })

  it('shows no byte of a reply that it does not understand', async () => {
    const [, error] = await exchange('a secret value\r\n', (t) => t.get('k'))
    expect(error).toBeInstanceOf(TransportError)
    expect(String((error as Error).stack)).not.toContain('secret')
    expect(JSON.stringify((error as Error).cause)).not.toContain('secret')
  })
})
