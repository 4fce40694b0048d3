/** @throws {TypeError} when an option is given and has another type. */
export function assertType(name: string, value: unknown, type: 'string' | 'function' | 'boolean'): void {
  if (value === undefined || typeof value === type) return
  throw new TypeError(`${name} is ${value === null ? 'null' : `of type ${typeof value}`}; expected a ${type}`)
}
