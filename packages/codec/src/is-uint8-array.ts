/**
 * Whether the value is a `Uint8Array` or a `Buffer`. The tag decides, since test runners and workers have a
 * class `Uint8Array` of their own.
 */
export function isUint8Array(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}
