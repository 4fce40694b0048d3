import fc, { type Arbitrary } from 'fast-check'

/** Any memcached key, 1 to 250 characters of printable ASCII without space. */
export function memcachedKey(): Arbitrary<string> {
  const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code))
  return fc.string({ unit: character, minLength: 1, maxLength: 250 })
}
