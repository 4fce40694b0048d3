import type { Item, TransportError } from '@lmc/transport'
import { afterEach, describe, expect, it } from 'vitest'
import { createGetManyCall } from '../src/commands/get-many.ts'
import { Pipeline } from '../src/connection/pipeline.ts'
import { MetaTransport } from '../src/meta-transport.ts'
import { ProtocolError } from '../src/wire/protocol-error.ts'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { limits } from './limits.ts'
import { patient } from './patient.ts'

const KEYS = ['a', 'b', 'c', 'd']
const REPLIES = [
  'VA 5 f7 s5 O0000\r\nfirst\r\n',
  'EN O0001\r\n',
  'VA 0 f0 s0 O0002\r\n\r\n',
  'VA 21 f0 s21 O0003\r\nVA 1 f0 s1 O0004\r\nx\r\n\r\n',
]
const FOUND = { a: '7 first', c: '0 ', d: '0 VA 1 f0 s1 O0004\r\nx\r\n' }

/** What is found of `KEYS` in these pieces of a stream, or why it was refused. */
function read(pieces: readonly string[]): { found: object; isOver: boolean; error: unknown } {
  const pipeline = new Pipeline('server', limits)
  const hits = new Map<string, Item | undefined>()
  const call = createGetManyCall(KEYS, hits)
  pipeline.submit(call)
  pipeline.next()
  let error: unknown
  try {
    for (const piece of pieces) {
      pipeline.window.set(Buffer.from(piece, 'latin1'))
      pipeline.read(piece.length)
    }
  } catch (thrown) {
    error = thrown
  }
  return { found: show(hits), isOver: call.isSettled, error }
}

function show(items: ReadonlyMap<string, Item | undefined>): object {
  const shown = Array.from(items, ([key, item]) => [key, item && `${item.flags} ${textOf(item.value)}`])
  return Object.fromEntries(shown)
}

function textOf(value: Uint8Array): string {
  return Buffer.from(value).toString('latin1')
}

describe('createGetManyCall', () => {
  it('finds the same wherever its replies are cut, in two, in three or in bytes', () => {
    const stream = REPLIES.join('')
    const whole = { found: FOUND, isOver: true, error: undefined }
    expect(read([stream])).toEqual(whole)
    expect(read(stream.split(''))).toEqual(whole)
    for (let first = 1; first < stream.length; first++) {
      expect(read([stream.slice(0, first), stream.slice(first)])).toEqual(whole)
      for (let second = first + 1; second < stream.length; second += 5) {
        expect(read([stream.slice(0, first), stream.slice(first, second), stream.slice(second)])).toEqual(
          whole,
        )
      }
    }
  })

  it.each([
    ['lost', [0, 1, 3], { a: FOUND.a }],
    ['doubled', [0, 0, 1, 2, 3], { a: FOUND.a }],
    ['late', [1, 0, 2, 3], {}],
    ['of another call', [2, 1, 0, 3], {}],
  ])('gives no key the value of another when a reply is %s', (_, order, found) => {
    const outcome = read([order.map((at) => REPLIES[at]).join('')])
    expect(outcome).toMatchObject({ isOver: false, error: expect.any(ProtocolError) })
    expect(outcome.found).toEqual(found)
  })

  it('takes no reply whose number has another character, whatever it is', () => {
    for (let at = 0; at < 4; at++) {
      for (let code = 0; code < 256; code++) {
        const opaque = `${'0000'.slice(0, at)}${String.fromCharCode(code)}${'0000'.slice(at + 1)}`
        if (opaque === '0000') continue
        const { found, error } = read([`VA 5 f7 s5 O${opaque}\r\nfirst\r\n`])
        expect([found, error]).toEqual([{}, expect.any(ProtocolError)])
      }
    }
  })
})

describe('MetaTransport.getMany', () => {
  let server: FakeServer | undefined
  let transport: MetaTransport | undefined
  afterEach(async () => {
    await transport?.close()
    await server?.stop()
  })

  it.each<[string, string[], string, (socket: FakeServer['connections'][number]) => unknown]>([
    [
      'when a key is refused',
      ['a', 'b', 'c'],
      'SERVER_ERROR out of memory\r\nVA 1 f0 O0003\r\nz\r\n',
      () => {},
    ],
    ['when the connection breaks', ['a', 'b', 'c'], 'EN O0002\r\n', (socket) => socket.end()],
    ['when keys are of UTF-8', ['é', 'b', 'ö'], 'EN O0002\r\n', (socket) => socket.end()],
  ])('rejects with what has been answered, and nothing else, %s', async (_, keys, rest, end) => {
    server = await startFakeServer((_received, socket) => {
      socket.write(`VA 1 f0 s1 O0001\r\nx\r\n${rest}`, () => end(socket))
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    const error = await transport.getMany(keys).catch((reason: unknown) => reason)
    const { partial } = error as TransportError
    expect(show(partial as Map<string, Item>)).toEqual({ [keys[0] as string]: '0 x' })
  })

  it('asks for each key once, as they were when it was called', async () => {
    server = await startFakeServer((received, socket) => {
      socket.write(received.replaceAll(/mg (\S+) v f s (O....)/g, 'VA 1 f0 s1 $2\r\n$1'))
    })
    transport = new MetaTransport({ servers: [server.address], ...patient })
    const keys = ['a', 'b', 'a', 'c', 'b']
    const answer = transport.getMany(keys)
    keys.fill('bad key')
    expect(show(await answer)).toEqual({ a: '0 a', b: '0 b', c: '0 c' })
    expect(server.received.match(/mg/g)).toHaveLength(3)
  })
})
