/** Whether the value is a `Uint8Array` or a `Buffer`, by its tag: test runners and workers have a `Uint8Array` of their own. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}
