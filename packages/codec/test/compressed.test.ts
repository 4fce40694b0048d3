import { execFileSync } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compressed } from '../src/compressed.ts'
import { type Codec, CodecError, jsonCodec } from '../src/index.ts'
import { anyValue } from './arbitraries.ts'
import { knownAnswers } from './known-answers.ts'

const codec = compressed(jsonCodec(), { threshold: 0 })

function failure(attempt: () => unknown): unknown {
  try {
    return attempt()
  } catch (error) {
    return error
  }
}

/** A codec that stores any bytes with the given flags. */
function codecWithFlags(flags: number): Codec {
  return {
    encode: () => ({ value: new Uint8Array(5000), flags }),
    decode: (value, decodedFlags) => ({ size: value.length, flags: decodedFlags }),
  }
}

describe('compressed', () => {
  it('returns any JSON value, string, bytes and number', () => {
    const seen = { compressed: 0, plain: 0 }
    fc.assert(
      fc.property(anyValue, (value) => {
        const encoded = codec.encode(value)
        seen[(encoded.flags & 8) === 0 ? 'plain' : 'compressed']++
        return isDeepStrictEqual(codec.decode(encoded.value, encoded.flags), value)
      }),
      { numRuns: 1000 },
    )
    expect(Math.min(seen.compressed, seen.plain)).toBeGreaterThan(50)
  })

  it.each<[string, unknown, number, string]>([
    ['text', 'abc'.repeat(1000), 24, 'abc'.repeat(1000)],
    ['JSON', { a: 'b'.repeat(2000) }, 56, `{"a":"${'b'.repeat(2000)}"}`],
    ['bytes', new Uint8Array(2000), 8, '\0'.repeat(2000)],
  ])('long %s is zlib data with 8 among the flags, as other languages expect it', (_, value, flags, text) => {
    const encoded = compressed(jsonCodec()).encode(value)
    expect(encoded.flags).toBe(flags)
    expect(inflateSync(encoded.value).toString()).toBe(text)
    expect(codec.decode(deflateSync(text), flags)).toStrictEqual(value)
  })

  it.each(knownAnswers)('reads $bytes with flags $flags, compressed or not', ({ value, bytes, flags }) => {
    expect(codec.decode(bytes, flags)).toStrictEqual(value)
    expect(codec.decode(deflateSync(bytes), flags | 8)).toStrictEqual(value)
  })

  it('leaves 1023 bytes unchanged and compresses 1024', () => {
    expect(compressed(jsonCodec()).encode('x'.repeat(1023)).flags).toBe(16)
    expect(compressed(jsonCodec()).encode('x'.repeat(1024)).flags).toBe(24)
  })

  it('counts a threshold of 300 in bytes, not in characters', () => {
    const from300 = compressed(jsonCodec(), { threshold: 300 })
    expect(from300.encode('日'.repeat(99)).flags).toBe(16)
    expect(from300.encode('日'.repeat(100)).flags).toBe(24)
  })

  it('leaves a value unchanged that does not get smaller', () => {
    const bytes = Uint8Array.from({ length: 2000 }, (_, index) => (index * index * 31) >> 3)
    const shuffled = deflateSync(bytes)
    expect(codec.encode(shuffled)).toEqual({ value: shuffled, flags: 0 })
    expect(codec.encode('')).toMatchObject({ flags: 16 })
  })

  it('leaves a value unchanged that would keep its size', () => {
    const same = Array.from({ length: 100 }, (_, size) => 'x'.repeat(size)).filter(
      (text) => deflateSync(text).length === text.length,
    )
    expect(same).not.toEqual([])
    for (const text of same) expect(codec.encode(text)).toMatchObject({ flags: 16 })
  })

  it('never compresses a value that it would not inflate again', () => {
    const small = compressed(jsonCodec(), { maxDecompressedSize: 5000 })
    expect(small.encode('x'.repeat(5000)).flags).toBe(24)
    expect(small.encode('x'.repeat(5001)).flags).toBe(16)
  })

  it('refuses data that inflates beyond the bound', () => {
    const small = compressed(jsonCodec(), { maxDecompressedSize: 5000 })
    expect(small.decode(deflateSync('x'.repeat(5000)), 24)).toHaveLength(5000)
    const bomb = deflateSync('x'.repeat(5001))
    expect(failure(() => small.decode(bomb, 24))).toMatchObject({
      name: 'CodecError',
      code: 'too-large',
      message: `Stored value of ${bomb.length} bytes expands to more than 5000; raise maxDecompressedSize if that is right`,
    })
  })

  it('the bound is 64 MiB unless it is set', () => {
    const size = 64 * 1024 * 1024
    expect(codec.decode(deflateSync(new Uint8Array(size)), 8)).toHaveLength(size)
    expect(failure(() => codec.decode(deflateSync(new Uint8Array(size + 1)), 8))).toMatchObject({
      code: 'too-large',
    })
  })

  it.each([
    ['nothing', Uint8Array.of()],
    ['text', new TextEncoder().encode('text')],
    ['data cut off', deflateSync('abcabcabc').subarray(0, -1)],
  ])('refuses %s that is marked as compressed', (_, bytes) => {
    const error = failure(() => codec.decode(bytes, 24))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({
      code: 'malformed',
      message: 'Stored value is compressed by its flags, but not zlib data',
      cause: expect.any(Error),
    })
  })

  it('lets the errors of the inner codec through', () => {
    expect(failure(() => codec.encode(undefined))).toMatchObject({ code: 'unsupported-type' })
    expect(failure(() => codec.decode(deflateSync('{'), 56))).toMatchObject({ code: 'malformed' })
    expect(failure(() => codec.decode(deflateSync('42'), 9))).toMatchObject({ code: 'unknown-flags' })
  })

  it('passes the inner codec its own flags, also the highest bit', () => {
    const highest = compressed(codecWithFlags(0x80_00_00_00))
    const { value, flags } = highest.encode(undefined)
    expect(flags).toBe(0x80_00_00_08)
    expect(highest.decode(value, flags)).toEqual({ size: 5000, flags: 0x80_00_00_00 })
  })

  it('does not compress twice, although that would be smaller', () => {
    const text = 'abc'.repeat(100_000)
    const { value, flags } = compressed(codec, { threshold: 0 }).encode(text)
    expect(deflateSync(value).length).toBeLessThan(value.length)
    expect(inflateSync(value).toString()).toBe(text)
    expect(compressed(codec).decode(value, flags)).toBe(text)
  })

  it.each([
    [{ threshold: -1 }, 'threshold is -1; it is a number of bytes, an integer from 0'],
    [{ threshold: Number.NaN }, 'threshold is NaN; it is a number of bytes, an integer from 0'],
    [{ maxDecompressedSize: 0 }, 'maxDecompressedSize is 0; it is a number of bytes, an integer from 1'],
    [
      { maxDecompressedSize: Infinity },
      'maxDecompressedSize is Infinity; it is a number of bytes, an integer from 1',
    ],
  ])('refuses the options %o', (options, message) => {
    expect(() => compressed(jsonCodec(), options)).toThrow(new RangeError(message))
  })

  it('does the same in a runtime without Node: no node:zlib, no Buffer', () => {
    const script = `
      import { jsonCodec } from '@lmc/codec'
      import { compressed } from '@lmc/codec/compressed'

      const codec = compressed(jsonCodec(), { threshold: 100, maxDecompressedSize: 10_000 })
      const encoded = ['Grüße 日本 😀', 42, { text: 'Grüße '.repeat(100) }].map((value) => codec.encode(value))
      const decoded = encoded.map(({ value, flags }) => codec.decode(value, flags))
      let refused
      try {
        codec.decode(compressed(jsonCodec()).encode('x'.repeat(10_001)).value, 24)
      } catch (error) {
        refused = error.code
      }
      const items = encoded.map(({ value, flags }) => ({ flags, bytes: [...value] }))
      console.log(JSON.stringify({ decoded, items, refused, Buffer: typeof Buffer }))
    `
    const preload = new URL('fixtures/no-node.mjs', import.meta.url).href
    const cwd = new URL('..', import.meta.url)
    const args = ['--import', preload, '--input-type=module', '-e', script]
    const there = JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' }))

    const values = ['Grüße 日本 😀', 42, { text: 'Grüße '.repeat(100) }]
    expect(there).toMatchObject({ decoded: values, refused: 'too-large', Buffer: 'undefined' })
    expect(there.items.map(({ flags }: { flags: number }) => flags)).toEqual([16, 2, 56])
    for (const [index, { bytes, flags }] of there.items.entries()) {
      expect(codec.decode(Uint8Array.from(bytes), flags)).toStrictEqual(values[index])
    }
  })
})
