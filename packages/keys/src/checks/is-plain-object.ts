/** Whether the object was made by `{}`, `JSON.parse` or `Object.create(null)`, and by no class. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype)
}

// Test runners load code into contexts of their own, where `fetch` and `structuredClone` give objects of the outer one.
function isForeignObjectPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}
