import { execFileSync } from 'node:child_process'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adler32 } from '../../src/zlib/adler32.ts'
import * as fflate from '../../src/zlib/zlib-fflate.ts'
import * as node from '../../src/zlib/zlib-node.ts'

const mebibyte = 1024 * 1024

const anyBytes = fc.oneof(
  fc.uint8Array({ size: 'max', maxLength: 2000 }),
  fc.tuple(fc.uint8Array({ minLength: 1 }), fc.nat(20_000)).map(([bytes, size]) => repeated(bytes, size)),
)

function repeated(bytes: Uint8Array, size: number): Uint8Array {
  return new Uint8Array(Buffer.alloc(size, bytes))
}

describe.each([
  ['zlib of node:zlib', 'zlib-node', node, fflate],
  ['zlib of fflate', 'zlib-fflate', fflate, node],
])('%s', (_, file, own, other) => {
  it('inflates the data of either library', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(own.inflate(own.deflate(bytes), mebibyte)).toSatisfy(equals(bytes))
        expect(own.inflate(other.deflate(bytes), mebibyte)).toSatisfy(equals(bytes))
      }),
    )
  })

  it('inflates up to the bound and not one byte beyond it', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        fc.pre(bytes.length > 1)
        const compressed = own.deflate(bytes)
        expect(own.inflate(compressed, bytes.length)?.length).toBe(bytes.length)
        expect(own.inflate(compressed, bytes.length - 1)).toBe(undefined)
      }),
    )
  })

  it('inflates 4 MiB that hardly compress, within exactly their size', () => {
    const bytes = new Uint8Array(4 * mebibyte).map((_byte, index) => (index * index) >> 7)
    expect(own.inflate(own.deflate(bytes), bytes.length)).toSatisfy(equals(bytes))
  })

  it.each([255, 256, 257, 512, 513])('inflates data of %i bytes, within exactly its content', (size) => {
    // A stored block has 5 bytes before its content; zlib adds 2 before and 4 behind.
    const content = new Uint8Array(size - 11).map((_byte, index) => index)
    const stored = deflateSync(content, { level: 0 })
    expect(stored).toHaveLength(size)
    expect(own.inflate(stored, content.length)).toSatisfy(equals(content))
  })

  it('refuses data with a wrong checksum, and says so', () => {
    const compressed = Uint8Array.from(own.deflate(Uint8Array.of(1, 2, 3)))
    compressed[compressed.length - 1] = 0
    expect(() => own.inflate(compressed, mebibyte)).toThrow(/incorrect (?:checksum|data check)/i)
  })

  it('refuses data that is cut off at any place', () => {
    const compressed = deflateSync(repeated(Uint8Array.of(1, 2, 3, 4, 5, 9, 7), 300))
    for (let size = 0; size < compressed.length; size++) {
      expect(() => own.inflate(compressed.subarray(0, size), mebibyte)).toThrow()
    }
  })

  it('refuses damaged data or returns the right bytes, and never others', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(), fc.nat(7), (bytes, where, bit) => {
        const compressed = Uint8Array.from(own.deflate(bytes))
        const position = where % compressed.length
        compressed[position] = (compressed[position] ?? 0) ^ (1 << bit)
        expect(inflatedOr(own, compressed, bytes) ?? bytes).toSatisfy(equals(bytes))
      }),
      { numRuns: 1000 },
    )
  })

  it('inflates any bytes within the bound, or throws', () => {
    const header = [0x78, 0x9c]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const garbage = Uint8Array.of(...header, ...bytes)
        expect(inflatedOr(own, garbage, Uint8Array.of())?.length ?? 0).toBeLessThanOrEqual(mebibyte)
      }),
      { numRuns: 2000 },
    )
  })

  it('a bomb of 1 MiB that expands to 1 GiB costs no more memory than the bound', () => {
    const grown = execFileSync(process.execPath, ['--input-type=module', '-e', explosion(file)], {
      encoding: 'utf8',
    })
    expect(Number(grown)).toBeLessThan(48 * mebibyte)
  })
})

describe('adler32', () => {
  // The digests of Python's `zlib.adler32`.
  it.each([
    ['nothing', '', 1],
    ['a', 'a', 0x00620062],
    ['Wikipedia', 'Wikipedia', 0x11e60398],
    ['100,000 bytes 255', 'ÿ'.repeat(100_000), 0x149a302c],
  ])('of %s is right', (_, latin1, checksum) => {
    expect(adler32(Buffer.from(latin1, 'latin1'))).toBe(checksum)
  })
})

/** Compares without listing thousands of bytes. */
function equals(expected: Uint8Array): (actual: Uint8Array | undefined) => boolean {
  return (actual) => actual !== undefined && Buffer.compare(actual, expected) === 0
}

function inflatedOr(
  library: typeof node,
  compressed: Uint8Array,
  refused: Uint8Array,
): Uint8Array | undefined {
  try {
    return library.inflate(compressed, mebibyte)
  } catch {
    return refused
  }
}

/** A program that inflates the bomb with a bound of 8 MiB, and prints by how many bytes its process grew. */
function explosion(file: string): string {
  return `
    import { constants, deflateRawSync } from 'node:zlib'
    import { inflate } from ${JSON.stringify(new URL(`../../dist/zlib/${file}.js`, import.meta.url).href)}

    const block = deflateRawSync(new Uint8Array(16 * 2 ** 20), { finishFlush: constants.Z_FULL_FLUSH })
    const bomb = Buffer.concat([Uint8Array.of(0x78, 0x9c), ...Array.from({ length: 64 }, () => block)])
    inflate(Uint8Array.of(0x78, 0x9c, 3, 0, 0, 0, 0, 1), 1)
    const before = process.resourceUsage().maxRSS
    if (inflate(bomb, 8 * 2 ** 20) !== undefined) throw new Error('The bomb went off')
    console.log((process.resourceUsage().maxRSS - before) * 1024)
  `
}
