import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommandWriter } from '../src/wire/command-writer.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Takes all there is, write by write. */
function takeAll(writer: CommandWriter): string[] {
  const writes = [text(writer.take())]
  while (writer.hasRest) {
    writer.goOn()
    writes.push(text(writer.take()))
  }
  return writes
}

const VALUE = Buffer.from('0123')

describe('CommandWriter', () => {
  it.each(['', 'short', 'k'.repeat(24), 'k'.repeat(25), 'k'.repeat(250)])('writes the text "%s"', (key) => {
    const writer = new CommandWriter({ capacity: 1024, isolatesEnds: false })
    writer.text('mg ').text(key).opaque(65).end()
    expect(text(writer.take())).toBe(`mg ${key} O0011\r\n`)
    expect(writer.take()).toHaveLength(0)
  })

  it('writes a line for each key, numbered, as line by line', () => {
    const keys = fc.array(fc.string({ minLength: 1, maxLength: 250, unit: 'binary-ascii' }), { minLength: 1 })
    const before = fc.constantFrom('', 'mn\r\n')
    fc.assert(
      fc.property(keys, before, fc.constantFrom(0, 63, 4095, 2 ** 24 - 2), (all, first, opaque) => {
        const [writer, other] = [0, 1].map(
          () => new CommandWriter({ capacity: 2 ** 16, isolatesEnds: false }),
        )
        writer?.text(first).lines('mg ', all, ' v f s', opaque)
        other?.text(first)
        for (const [at, key] of all.entries()) {
          other
            ?.text('mg ')
            .text(key)
            .text(' v f s')
            .opaque(opaque + at)
            .end()
        }
        expect(text(writer?.take() ?? VALUE)).toBe(text(other?.take() ?? VALUE))
      }),
    )
  })

  it('cuts a value into writes, and puts the next line behind it', () => {
    const writer = new CommandWriter({ capacity: 10, isolatesEnds: false })
    writer.text('abc').value(Buffer.from('0123456789'), 'n\r\n')
    expect(writer.room).toBe(0)
    expect(takeAll(writer)).toEqual(['abc0123456', '789\r\nn\r\n'])
    expect(writer.room).toBe(10)
  })

  it('writes nothing together with the end of a value that was cut, where ends are isolated', () => {
    const writer = new CommandWriter({ capacity: 10, isolatesEnds: true })
    writer.text('abc').value(Buffer.from('0123456789'), 'n\r\n')
    expect(takeAll(writer)).toEqual(['abc0123456', '789\r\n', 'n\r\n'])
    writer.text('a').value(Buffer.from('01'), 'n\r\n')
    expect(takeAll(writer)).toEqual(['a01\r\nn\r\n'])
  })

  it('writes what a value was when it was let go, though it has changed since', () => {
    const writer = new CommandWriter({ capacity: 8, isolatesEnds: false })
    const value = Buffer.from('0123456789')
    writer.value(value)
    expect(text(writer.take())).toBe('01234567')
    writer.letGo()
    value.fill('x')
    writer.goOn()
    expect(text(writer.take())).toBe('89\r\n')
  })

  it.each([
    ['a line that is too long', 3, 4, (writer: CommandWriter) => writer.text('abcd').value(VALUE)],
    ['a value that is too long', 20, 3, (writer: CommandWriter) => writer.text('abc').value(VALUE)],
    ['a value that is too short', 20, 5, (writer: CommandWriter) => writer.text('abc').value(VALUE)],
    ['no value', 20, 4, (writer: CommandWriter) => void writer.text('abc').end()],
    [
      'a next line that is too long',
      5,
      4,
      (writer: CommandWriter) => writer.text('a').value(VALUE, 'next\r\n'),
    ],
    [
      'a line that is longer than the buffer',
      100,
      0,
      (writer: CommandWriter) => void writer.text('x'.repeat(70)),
    ],
  ])('refuses %s, and sends nothing of it', (_what, lineLength, valueLength, append) => {
    const writer = new CommandWriter({ capacity: 64, isolatesEnds: false })
    writer.begin(5, 0)
    writer.text('mn').end()
    expect(writer.finish()).toBe(4)
    writer.begin(lineLength, valueLength)
    append(writer)
    expect(() => writer.finish()).toThrow(RangeError)
    writer.undo()
    expect(takeAll(writer)).toEqual(['mn\r\n'])
  })

  it('says how many bytes a call has, those that are still to be cut off included', () => {
    const writer = new CommandWriter({ capacity: 10, isolatesEnds: false })
    writer.begin(20, 12)
    writer.text('abc').value(Buffer.from('0123456789ab'), 'next\r\n')
    expect(writer.finish()).toBe(3 + 12 + 2 + 6)
    expect(takeAll(writer).join('')).toHaveLength(3 + 12 + 2 + 6)
  })

  it('writes any value and line whole, however they are cut', () => {
    const string = fc.string({ maxLength: 60, unit: fc.constantFrom('a', '\r', '\n') })
    fc.assert(
      fc.property(
        string,
        string,
        fc.boolean(),
        fc.integer({ min: 60, max: 80 }),
        (value, next, isolatesEnds, capacity) => {
          const writer = new CommandWriter({ capacity, isolatesEnds })
          writer.text('12345').value(Buffer.from(value), next)
          const writes = takeAll(writer)
          expect(writes.join('')).toBe(`12345${value}\r\n${next}`)
          expect(writes.every((write) => write.length <= capacity)).toBe(true)
        },
      ),
    )
  })
})
