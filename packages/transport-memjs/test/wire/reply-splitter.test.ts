import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReplySplitter } from '../../src/wire/reply-splitter.ts'
import { UnreadableReplyError } from '../../src/wire/unreadable-reply-error.ts'

/** A reply to a get, byte by byte as the protocol has it. */
function toReply(value: Uint8Array, opaque = 7): Buffer {
  const header = Buffer.alloc(28)
  header[0] = 0x81
  header[4] = 4
  header.writeUInt32BE(4 + value.length, 8)
  header.writeUInt32BE(opaque, 12)
  return Buffer.concat([header, value])
}

function split(chunks: readonly Buffer[]): string[] {
  const splitter = new ReplySplitter(1000)
  return chunks.flatMap((chunk) => splitter.take(chunk)).map(({ val }) => val.toString('latin1'))
}

describe('ReplySplitter', () => {
  it('gives the same replies wherever the bytes are cut', () => {
    const values = fc.array(fc.uint8Array({ maxLength: 100 }), { minLength: 1, maxLength: 10 })
    const cuts = fc.array(fc.nat(2000))
    fc.assert(
      fc.property(values, cuts, (items, places) => {
        const bytes = Buffer.concat(items.map((item) => toReply(item)))
        const edges = [0, ...places.toSorted((a, b) => a - b), bytes.length]
        const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end))
        expect(split(chunks)).toEqual(items.map((item) => Buffer.from(item).toString('latin1')))
      }),
    )
  })

  it('gives the replies of one byte at a time', () => {
    const bytes = Buffer.concat([toReply(Buffer.from('one')), toReply(Buffer.from('two'))])
    expect(split(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(['one', 'two'])
  })

  it.each<[string, (reply: Buffer) => void]>([
    ['that begins with another byte', (reply) => reply.writeUInt8(0x80, 0)],
    ['of a data type that memcached does not have', (reply) => reply.writeUInt8(1, 5)],
    ['whose key is longer than all of it', (reply) => reply.writeUInt16BE(1000, 2)],
    ['of 2 GiB', (reply) => reply.writeUInt32BE(2 ** 31, 8)],
  ])('refuses a reply %s', (_, damage) => {
    const reply = toReply(Buffer.from('value'))
    damage(reply)
    expect(() => new ReplySplitter(1000).take(reply)).toThrow(UnreadableReplyError)
  })

  it('gives none of the replies of a chunk in which one is too short for its bytes', () => {
    const short = toReply(Buffer.from('value'))
    short.writeUInt32BE(6, 8)
    const splitter = new ReplySplitter(1000)
    expect(() => splitter.take(Buffer.concat([toReply(Buffer.from('right')), short]))).toThrow(
      UnreadableReplyError,
    )
  })
})
