/**
 * Returns if `value` is a `Uint8Array`; a `Buffer` is one.
 *
 * @throws {TypeError} when it is anything else.
 */
export function assertBytes(value: unknown): asserts value is Uint8Array {
  if (value instanceof Uint8Array) return
  // One of another realm: test runners and workers have their own.
  if (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]') return
  const found =
    value === null
      ? 'null'
      : typeof value === 'object'
        ? (value.constructor?.name ?? 'an object')
        : typeof value
  throw new TypeError(`Value is ${found}; expected a Uint8Array`)
}
