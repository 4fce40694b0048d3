import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../src/wire/protocol-error.ts'
import type { Reply } from '../src/wire/reply.ts'
import { ReplyParser } from '../src/wire/reply-parser.ts'
import { Status } from '../src/wire/status.ts'
import { collectGarbage } from './collect-garbage.ts'

/** Feeds a stream, cut at these places, and returns what was read of it. */
function parse(stream: string | Uint8Array, cuts: readonly number[] = [], itemLimit = 2 ** 27): Reply[] {
  const bytes = typeof stream === 'string' ? Buffer.from(stream, 'latin1') : stream
  const replies: Reply[] = []
  const parser = new ReplyParser(
    { wantsValue: () => true, onReply: (reply) => replies.push({ ...reply }) },
    itemLimit,
    4096,
  )
  let start = 0
  for (const end of [...cuts, bytes.length]) {
    for (let at = start; at < end; at += parser.window.length) {
      const part = bytes.subarray(at, Math.min(end, at + parser.window.length))
      parser.window.set(part)
      parser.read(part.length)
    }
    start = end
  }
  return replies
}

const text = (reply: Reply | undefined): string | undefined =>
  reply?.value && Buffer.from(reply.value).toString('latin1')

describe('ReplyParser', () => {
  it('reads status, flags, cas, opaque and value of a hit', () => {
    const [reply] = parse('VA 5 f30 c12345678901234567890 O0001\r\nhello\r\n')
    expect(reply).toMatchObject({
      status: Status.value,
      flags: 30,
      cas: '12345678901234567890',
      opaque: 1,
    })
    expect(text(reply)).toBe('hello')
  })

  it.each([
    ['HD O000o\r\n', Status.done, 63],
    ['EN O0010\r\n', Status.miss, 64],
    ['NF Ooooo\r\n', Status.notFound, 2 ** 24 - 1],
    ['NS O0000\r\n', Status.notStored, 0],
    ['EX O0002\r\n', Status.exists, 2],
    ['MN\r\n', Status.noop, -1],
    ['EN\r\n', Status.miss, -1],
    ['HD O00\x7f1\r\n', Status.done, -1],
  ])('reads %j', (stream, status, opaque) => {
    expect(parse(stream)).toMatchObject([{ status, opaque, value: undefined }])
  })

  it.each([
    'STORED',
    'OK',
    'END',
    'EXISTS',
    'NOT_FOUND',
    'SERVER_ERROR out of memory',
    'STAT pid 1',
    'HDx',
    'V',
    '',
  ])('reads %j as a line of text', (line) => {
    expect(parse(`${line}\r\n`)).toMatchObject([{ status: Status.text, line, opaque: -1 }])
  })

  it('reads the block behind a CONFIG line', () => {
    const replies = parse('CONFIG cluster 0 8\r\n1\na|b|1\n\r\nEND\r\n')
    expect(replies.map(({ line }) => line)).toEqual(['CONFIG cluster 0 8', 'END'])
    expect(text(replies[0])).toBe('1\na|b|1\n')
  })

  it('passes over flags that nobody asked for', () => {
    const [reply] = parse('VA 1 W t-1 Z f7 O0003 kkey\r\nx\r\n')
    expect(reply).toMatchObject({ flags: 7, opaque: 3 })
  })

  it('gives a value of 0 bytes, and one that holds a reply', () => {
    const replies = parse('VA 0 f0 O0001\r\n\r\nVA 16 f0 O0002\r\nVA 1 f0 O0003\r\nx\r\nHD O0003\r\n')
    expect(replies.map(text)).toEqual(['', 'VA 1 f0 O0003\r\nx', undefined])
  })

  it('reads the same whereever a stream is cut in two or three', () => {
    const stream =
      'VA 5 f30 c99 O0001\r\nhello\r\nEN O0002\r\nSTORED\r\nVA 2 f0 s2 O0003\r\n\r\n\r\nHD O0004\r\n'
    const whole = parse(stream)
    for (let first = 0; first <= stream.length; first++) {
      expect(parse(stream, [first])).toEqual(whole)
      for (let second = first; second <= stream.length; second += 3) {
        expect(parse(stream, [first, second])).toEqual(whole)
      }
    }
  })

  it('reads a stream that comes byte by byte', () => {
    const stream = 'VA 5 f30 O0001\r\nhello\r\nEN O0002\r\nSTAT version 1.6.18\r\nEND\r\n'
    const cuts = Array.from({ length: stream.length }, (_, index) => index)
    expect(parse(stream, cuts)).toEqual(parse(stream))
  })

  it.each([0, 1, 64, 65, 2047, 2048, 4095, 4096, 4097, 100_000, 3 * 2 ** 20])(
    'gives a value of %i bytes as it was, in memory that is not much larger',
    (length) => {
      const value = Uint8Array.from({ length }, (_, index) => index % 251)
      const [reply] = parse(
        Buffer.concat([Buffer.from(`VA ${length} f0 O0001\r\n`), value, Buffer.from('\r\n')]),
      )
      const room = length > 64 && length < 2048 ? Buffer.poolSize : length
      expect(reply?.value?.buffer.byteLength).toBe(room)
      expect(Buffer.compare(reply?.value ?? Buffer.alloc(0), value)).toBe(0)
    },
  )

  it('leaves a value alone when the next is read', () => {
    const [first, second] = parse('VA 5 f0 O0001\r\nfirst\r\nVA 6 f0 O0002\r\nsecond\r\n', [24])
    expect([text(first), text(second)]).toEqual(['first', 'second'])
  })

  const BAD_END = 'a value came that does not end where its length says'
  const NONSENSE = 'a reply came that makes no sense'
  const TOO_LONG = 'a line of over 2048 bytes came'

  it.each([
    ['a value longer than its length', 'VA 1 f0 O0001\r\nab\r\n', BAD_END],
    ['a value shorter than its length', 'VA 3 f0 O0001\r\nab\r\nHD O0002\r\n', BAD_END],
    ['a value with a return and no line feed behind it', 'VA 2 f0 O0001\r\nab\rx', BAD_END],
    ['a value with a line feed and no return behind it', 'VA 2 f0 O0001\r\nabx\n', BAD_END],
    ['a value with flags instead of a length', 'VA f0 O0001\r\nab\r\n', NONSENSE],
    ['a value without a length', 'VA \r\nab\r\n', 'a value came without a length'],
    ['a value with two lengths', 'VA 2 s3 O0001\r\nab\r\n', 'a value came with two lengths'],
    ['a negative length', 'VA -1 f0 O0001\r\nab\r\n', NONSENSE],
    ['a length that ends in letters', 'VA 2x f0 O0001\r\nab\r\n', NONSENSE],
    ['a length of 4 GB', 'VA 4294967296 f0 O0001\r\nab\r\n', 'a value of 4294967296 bytes came'],
    ['a length of 400 digits', `VA ${'9'.repeat(400)} f0 O0001\r\nab\r\n`, 'a value of Infinity bytes came'],
    ['flags that end in letters', 'HD f1x O0001\r\n', NONSENSE],
    ['flags that are a character behind 9', 'HD f: O0001\r\n', NONSENSE],
    ['a lifetime that is a letter', 'HD tx O0001\r\n', NONSENSE],
    ['a return without a line feed', 'HD O0001\rHD O0002\r\n', NONSENSE],
    ['a line feed behind another character', 'HD O0001x\n', NONSENSE],
    ['a line feed without a return', 'STORED\n', 'a line came that does not end as lines do'],
    ['a line feed alone', '\n', 'a line came that does not end as lines do'],
    ['a zero byte in a line', 'HD O0001\0\r\n', NONSENSE],
    ['an opaque that is too long', 'HD O00011\r\n', NONSENSE],
    ['an opaque that is too short', 'HD O001\r\nHD O0002\r\n', NONSENSE],
    ['a line of 3,000 bytes', `${'x'.repeat(3000)}\r\n`, TOO_LONG],
    ['a line of 2,048 characters', `${'x'.repeat(2048)}\r\n`, TOO_LONG],
    ['3,000 bytes without an end', 'x'.repeat(3000), TOO_LONG],
    ['2,049 bytes without an end', 'x'.repeat(2049), TOO_LONG],
    ['a meta line of 3,000 bytes', `HD k${'x'.repeat(3000)}\r\n`, TOO_LONG],
    ['a meta line of 2,049 characters', `HD k${'x'.repeat(2045)}\r\n`, TOO_LONG],
  ])('takes %s for no reply', (_, stream, message) => {
    expect(() => parse(stream)).toThrow(ProtocolError)
    expect(() => parse(stream)).toThrow(message)
  })

  it('reads a hit with one byte lost, added or changed as one with a flag that nobody asked for', () => {
    const outcomeOf = (stream: string): unknown => {
      try {
        return parse(stream).map((reply) => Object.assign(reply, { length: 0 }))
      } catch (error) {
        return String(error)
      }
    }
    // The flag is put away from the other byte: it would become a part of what that begins.
    const expectSame = (line: string, block: string, at: number, added: string, removed: number): void => {
      const damaged = `${line.slice(0, at)}${added}${line.slice(at + removed)}`
      const place = line.indexOf(at > line.indexOf(' f') ? ' f' : ' O')
      const shift = at < place ? added.length - removed : 0
      const hit = `${damaged}${block}\r\nEN O0002\r\n`
      const other = `${hit.slice(0, place + shift)} W${hit.slice(place + shift)}`
      expect(outcomeOf(hit), damaged).toEqual(outcomeOf(other))
    }
    const hits = [
      ['VA 2 f30 s2 O0001\r\n', 'ab'],
      ['VA 0 f0 s0 O0001\r\n', ''],
    ] as const
    for (const [line, block] of hits) {
      for (let at = 3; at < line.length; at++) {
        expectSame(line, block, at, '', 1)
        for (let code = 0; code < 256; code++) {
          expectSame(line, block, at, String.fromCharCode(code), 0)
          expectSame(line, block, at, String.fromCharCode(code), 1)
        }
      }
    }
    const [whole, next] = parse(`${hits[0].join('')}\r\nEN O0002\r\n`)
    expect(whole).toMatchObject({ flags: 30, size: 2, opaque: 1, cas: '', lifetimeLeft: -1, wasRead: -1 })
    expect(next).toMatchObject({ status: Status.miss, flags: -1, size: -1, opaque: 2, value: undefined })
  })

  it('takes the longest lines', () => {
    expect(parse(`${'x'.repeat(2047)}\r\n`)).toHaveLength(1)
    expect(parse(`HD k${'x'.repeat(2044)}\r\n`)).toHaveLength(1)
    expect(parse('x'.repeat(2048))).toEqual([])
  })

  it('reads what describes an item, and knows nothing of it in the next reply', () => {
    const [item, forever, odd, next] = parse(
      'HD f1 s5 c9 t10 l3 h1 O0001\r\nHD t-1\r\nHD f t- s7\r\nHD O0002\r\n',
    )
    expect(item).toMatchObject({
      flags: 1,
      size: 5,
      cas: '9',
      lifetimeLeft: 10,
      idle: 3,
      wasRead: 1,
      line: '',
    })
    expect(forever).toMatchObject({ lifetimeLeft: 0 })
    expect(odd).toMatchObject({ flags: -1, lifetimeLeft: -1, size: 7 })
    const unknown = { flags: -1, size: -1, cas: '', lifetimeLeft: -1, idle: -1, wasRead: -1, line: '' }
    expect(next).toMatchObject({ ...unknown, opaque: 2 })
  })

  it('takes a value whose length is said twice, the same', () => {
    expect(parse('VA 2 s2 O0001\r\nab\r\n').map(text)).toEqual(['ab'])
  })

  it.each(['HD  O0001\r\n', 'HD O0001 \r\n'])('takes the spaces too many of %j', (stream) => {
    expect(parse(stream)).toMatchObject([{ status: Status.done, opaque: 1 }])
  })

  it.each(['HD O0001\r\n', 'STORED\r\n', 'VA 5 f30 O0001\r\nhello\r\n', 'VALUE a 0 2\r\nxy\r\n'])(
    'counts the bytes of %j',
    (stream) => {
      expect(parse(stream)).toMatchObject([{ length: stream.length }])
    },
  )

  it('takes a value of the item limit, and none above', () => {
    expect(parse('VA 8 f0 O0001\r\n12345678\r\n', [], 8)).toHaveLength(1)
    expect(() => parse('VA 9 f0 O0001\r\n123456789\r\n', [], 8)).toThrow(
      'a value of 9 bytes came; the item limit is 8',
    )
  })

  it('takes memory for a value as it arrives, not as it is announced', () => {
    collectGarbage()
    const before = process.memoryUsage().arrayBuffers
    const parser = new ReplyParser({ wantsValue: () => true, onReply: () => undefined }, 2 ** 30, 4096)
    parser.window.set(Buffer.from('VA 1000000000 f0 O0001\r\nabc'))
    parser.read(27)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 2 ** 20)
    // 3 MiB arrive: at most twice as much is taken, and what it was copied from.
    for (let read = 0; read < 768; read++) parser.read(4096)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 2 ** 20)
  })

  it('counts the bytes of a value that nobody waits for, and reads on behind it', () => {
    const replies: Reply[] = []
    const parser = new ReplyParser(
      { wantsValue: () => false, onReply: (reply) => replies.push({ ...reply }) },
      2 ** 20,
      4096,
    )
    for (const part of ['VA 6 f0 O0001\r\nabc', 'def\r\nVA 2 f0 O0002\r\nxx\r\nEN O0003\r\n']) {
      parser.window.set(Buffer.from(part))
      parser.read(part.length)
    }
    expect(replies.map(({ opaque, value }) => [opaque, value])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ])
  })
})
