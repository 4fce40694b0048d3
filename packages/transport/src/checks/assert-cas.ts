import type { Cas } from '../contract/item.ts'

const GREATEST = 2n ** 64n - 1n

/**
 * Returns when `cas` is a version as `gets` gives it: a whole number from 0 to 2^64 - 1, in decimal.
 *
 * @throws {TypeError} that does not show it: where arguments are mixed up, it is a value.
 */
export function assertCas(cas: unknown): asserts cas is Cas {
  if (typeof cas === 'string' && /^\d{1,20}$/.test(cas) && BigInt(cas) <= GREATEST) return
  const came = cas === null ? 'null' : `of type ${typeof cas}`
  throw new TypeError(
    `Cas token is ${typeof cas === 'string' ? 'some other text' : came}; expected one that gets gave`,
  )
}
