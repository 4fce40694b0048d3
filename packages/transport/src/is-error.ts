/**
 * Whether it is an `Error`, also one of another realm. Test runners such as Jest run code in a realm of its
 * own, and the errors of sockets and files come from outside of that.
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}
