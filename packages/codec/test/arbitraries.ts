import fc from 'fast-check'

const anyString = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
})
// Inside other values, JSON turns -0 into 0.
const jsonValue = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))

const twice = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => value.map((item) => [item, item])

/** Any value that the JSON codec returns unchanged. Some are long and repetitive enough to be compressed. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  jsonValue,
  twice(twice(jsonValue)),
  anyString,
  fc.string({ unit: 'grapheme', size: 'large' }),
  anyString.map((text) => text.repeat(100)),
  fc.uint8Array(),
  fc.uint8Array({ size: 'max', maxLength: 3000 }),
  fc.uint8Array({ minLength: 1 }).map((bytes) => new Uint8Array(Buffer.alloc(20_000, bytes))),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, '\uFEFF', null, true),
)
