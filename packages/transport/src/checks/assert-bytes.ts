/**
 * Returns if `value` is a `Uint8Array`; a `Buffer` is one.
 *
 * @throws {TypeError} when it is anything else.
 */
export function assertBytes(value: unknown): asserts value is Uint8Array {
  if (value instanceof Uint8Array) return
  const found =
    value === null
      ? 'null'
      : typeof value === 'object'
        ? (value.constructor?.name ?? 'an object')
        : typeof value
  throw new TypeError(`Value is ${found}; expected a Uint8Array`)
}
