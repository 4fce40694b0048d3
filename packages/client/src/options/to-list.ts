/**
 * Returns the elements of the argument of a call for several keys. A string throws, although it is iterable:
 * the caller means one key.
 *
 * @param example a right argument, as code: `['a', 'b']`.
 * @throws {TypeError} when the argument is a string, or is not iterable.
 */
export function toList<T>(method: string, given: Iterable<T>, example: string): T[] {
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return [...given]
  const came = given === null ? 'null' : given === undefined ? 'undefined' : `a ${typeof given}`
  throw new TypeError(`${method}() takes several, as in ${method}(${example}); it was given ${came}`)
}
