/**
 * The elements of what a call for several is made with. A text is none, though it can be iterated: somebody means one key.
 *
 * @param example an argument that could be meant, as code: `['a', 'b']`.
 * @throws {TypeError}
 */
export function toList<T>(method: string, given: Iterable<T>, example: string): T[] {
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return [...given]
  const came = given === null ? 'null' : given === undefined ? 'undefined' : `a ${typeof given}`
  throw new TypeError(`${method}() takes several, as in ${method}(${example}); it was given ${came}`)
}
