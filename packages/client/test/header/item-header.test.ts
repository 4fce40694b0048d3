import { CodecError } from '@lmc/codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hasHeader,
  type HeadedItem,
  type ItemHeader,
  NO_GENERATIONS,
  readHeader,
  withHeader,
  toStored,
} from '../../src/header/item-header.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

const digest = '188693688126b424eb89e1385eca6f01'
const generation = bytes('3132333435363738')
const one = [{ digest, generation }]
const freshness = { freshUntil: 1_800_000_000_000, refreshAt: 1_799_999_995_500, staleFor: 3600 }
const lease = { token: bytes('a1a2a3a4a5a6a7a8'), duration: 600, isGivenUp: false, failures: 0 }

/**
 * Stored items outlive the program. To change one of these is to orphan every stored item with such a header.
 */
const knownAnswers: readonly { readonly header: Partial<ItemHeader>; readonly fields: string }[] = [
  { header: {}, fields: '' },
  { header: { dependencies: one }, fields: `01 01 ${digest} 3132333435363738` },
  { header: { sharedDependencies: one }, fields: `02 01 ${digest} 3132333435363738` },
  { header: { freshness }, fields: '03 01a3185c5000 01a3185c3e6c 00000e10' },
  { header: { lease }, fields: '04 a1a2a3a4a5a6a7a8 0258 00 00' },
  {
    header: { lease: { ...lease, duration: 3600 } },
    fields: '04 a1a2a3a4a5a6a7a8 0e10 00 00',
  },
  {
    header: { lease: { ...lease, duration: 1, isGivenUp: true, failures: 255 } },
    fields: '04 a1a2a3a4a5a6a7a8 0001 01 ff',
  },
  {
    header: { dependencies: one, sharedDependencies: one, freshness, lease },
    fields: `01 01 ${digest} 3132333435363738 02 01 ${digest} 3132333435363738
      03 01a3185c5000 01a3185c3e6c 00000e10 04 a1a2a3a4a5a6a7a8 0258 00 00`.replaceAll('\n', ''),
  },
]

describe('withHeader', () => {
  it.each(knownAnswers)('writes $fields in the known format', ({ header, fields }) => {
    const item = { value: bytes('6869'), flags: 16 }
    const stored = withHeader(item, { ...NO_GENERATIONS, ...header })
    expect(stored.value).toEqual(bytes(`00 6c6d63 01 00000010 ${fields} 00 6869`))
    expect(stored.flags).toBe(header.lease === undefined ? 32_769 : 49_153)
    expect(hasHeader(stored)).toBe(true)
    expect(readHeader(stored)).toEqual({ header: { ...NO_GENERATIONS, ...header }, item })
  })
})

describe('hasHeader', () => {
  it.each([
    ['the magic number and the flag', '00 6c6d63 01 00', 32_768, true],
    ['the magic number of another version', '00 6c6d63 09 00', 32_768, true],
    ['the magic number without the flag', '00 6c6d63 01 00', 16, false],
    ['the flag without the magic number', '6869', 32_768, false],
    ['the flag and the first byte of the magic number', '00 686968 01 00', 32_768, false],
    ['the flag and most of the magic number', '00 6c6d00 01 00', 32_768, false],
    ['the flag and a magic number that is cut off', '00 6c6d', 32_768, false],
  ])('%s: %s with flags %i is %s', (_, hex, flags, expected) => {
    expect(hasHeader({ value: bytes(hex), flags })).toBe(expected)
  })
})

describe('toStored', () => {
  it('puts a header before an item', () => {
    const item = { value: bytes('6869'), flags: 16 }
    const header = { ...NO_GENERATIONS, freshness }
    expect(toStored(item, header)).toEqual(withHeader(item, header))
  })

  it('leaves an item unchanged, unless it looks like an item with a header', () => {
    const item = { value: bytes('6869'), flags: 16 }
    expect(toStored(item, undefined)).toBe(item)
    const odd = { value: bytes('00 6c6d63 01 00'), flags: 32_768 }
    expect(readHeader(toStored(odd, undefined)).item).toEqual(odd)
  })

  it('puts one header before an item, also before an item that looks like one with a header', () => {
    const odd = { value: bytes('00 6c6d63 01 00'), flags: 32_768 }
    expect(readHeader(toStored(odd, NO_GENERATIONS)).item).toEqual(odd)
  })
})

const generations = fc.array(
  fc.record({
    digest: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => Buffer.from(each).toString('hex')),
    generation: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  }),
  { maxLength: 255 },
)
const moment = fc.nat({ max: 2 ** 48 - 1 })
const headers: fc.Arbitrary<ItemHeader> = fc.record(
  {
    dependencies: generations,
    sharedDependencies: generations,
    freshness: fc.record({ freshUntil: moment, refreshAt: moment, staleFor: fc.nat({ max: 2 ** 32 - 1 }) }),
    lease: fc.record({
      token: fc.uint8Array({ minLength: 8, maxLength: 8 }),
      duration: fc.integer({ min: 1, max: 3600 }),
      isGivenUp: fc.boolean(),
      failures: fc.nat({ max: 255 }),
    }),
  },
  { requiredKeys: ['dependencies', 'sharedDependencies'] },
)
const items = fc.record({ value: fc.uint8Array(), flags: fc.nat({ max: 2 ** 32 - 1 }) })

function readOrRefuse(value: Uint8Array): HeadedItem | CodecError {
  try {
    return readHeader({ value, flags: 32_769 })
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
}

describe('readHeader', () => {
  it('returns every header and every item', () => {
    fc.assert(
      fc.property(items, headers, (item, header) => {
        expect(readHeader(withHeader(item, header))).toEqual({ header, item })
      }),
    )
  })

  it('reads an item that stands in the middle of other bytes', () => {
    const { value, flags } = withHeader({ value: bytes('6869'), flags: 0 }, { ...NO_GENERATIONS, freshness })
    const around = new Uint8Array([9, 9, ...value, 9])
    const inside = { value: around.subarray(2, 2 + value.length), flags }
    expect(readHeader(inside)).toEqual({
      header: { ...NO_GENERATIONS, freshness },
      item: { value: bytes('6869'), flags: 0 },
    })
  })

  it('refuses a header that is cut off at any place', () => {
    fc.assert(
      fc.property(headers, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (header, part) => {
        const { value } = withHeader({ value: new Uint8Array(0), flags: 0 }, header)
        expect(readOrRefuse(value.subarray(0, Math.floor(part * value.length)))).toBeInstanceOf(CodecError)
      }),
    )
  })

  it('reads or refuses any bytes behind the magic number, and returns no more bytes than there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (rest) => {
        const read = readOrRefuse(new Uint8Array([0, 0x6c, 0x6d, 0x63, 1, ...rest]))
        if (read instanceof CodecError) return
        const { dependencies, sharedDependencies } = read.header
        expect((dependencies.length + sharedDependencies.length) * 24).toBeLessThanOrEqual(rest.length)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['of another version', '00 6c6d63 02 00000010 00 6869'],
    ['with an unknown field', '00 6c6d63 01 00000010 05 00 6869'],
    [
      'with a field twice',
      '00 6c6d63 01 00000010 03 01a3185c5000 01a3185c3e6c 00000e10 03 01a3185c5000 01a3185c3e6c 00000e10 00',
    ],
    [
      'with fields in another order',
      '00 6c6d63 01 00000010 04 a1a2a3a4a5a6a7a8 0258 00 00 03 01a3185c5000 01a3185c3e6c 00000e10 00',
    ],
    ['with an empty list of dependencies', '00 6c6d63 01 00000010 01 00 00 6869'],
    ['with more dependencies than bytes', `00 6c6d63 01 00000010 01 ff ${digest} 3132333435363738 00`],
    ['with a lease of no time', '00 6c6d63 01 00000010 04 a1a2a3a4a5a6a7a8 0000 00 00 00'],
    ['with a lease of more than an hour', '00 6c6d63 01 00000010 04 a1a2a3a4a5a6a7a8 0e11 00 00 00'],
    ['with a lease in an unknown state', '00 6c6d63 01 00000010 04 a1a2a3a4a5a6a7a8 0258 02 00 00'],
    ['that has no end', '00 6c6d63 01 00000010 03 01a3185c5000 01a3185c3e6c 00000e10'],
  ])('refuses a header %s', (_, hex) => {
    const read = (): HeadedItem => readHeader({ value: bytes(hex), flags: 32_769 })
    expect(read).toThrow(CodecError)
    expect(read).toThrow('Stored value begins with a header that this version of lmc cannot read')
    expect(read).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
