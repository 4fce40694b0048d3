/** Whether the object was made by `{}`, `JSON.parse` or `Object.create(null)`, and not by a class. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype)
}

// Test runners load code into a context of its own. There, `fetch` and `structuredClone` return objects of
// the outer context.
function isForeignObjectPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}
