/**
 * Says how Node.js and test runners print an object.
 *
 * Vitest, Mocha and Chai print an object by its method `inspect(depth)` if nothing else is said. So each
 * object that has a method `inspect` of its own needs this.
 *
 * @see https://nodejs.org/api/util.html#custom-inspection-functions-on-objects
 */
export function printedAs(object: object, print: () => string): void {
  Object.defineProperty(object, Symbol.for('nodejs.util.inspect.custom'), { value: print })
}
