import type { Cas } from '../item.ts'

/**
 * Returns if `cas` is a text, as every token is that `gets` gives. What else it must be, a transport knows.
 *
 * @throws {TypeError} that does not show it: where arguments are mixed up, it is a value.
 */
export function assertCas(cas: unknown): asserts cas is Cas {
  if (typeof cas === 'string') return
  const came = cas === null ? 'null' : `of type ${typeof cas}`
  throw new TypeError(`Cas token is ${came}; expected one that gets gave`)
}
