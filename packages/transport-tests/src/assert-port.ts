/** @throws {TypeError} when `port` is not a whole number from 1 to 65535. */
export function assertPort(port: unknown): asserts port is number {
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535) return
  throw new TypeError(`Port is ${String(port)}; expected a whole number from 1 to 65535`)
}
