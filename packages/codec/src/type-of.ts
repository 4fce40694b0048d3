/** Returns the type of an object for a message: the name of its class, or its tag, such as `Map`. */
export function typeOf(object: object): string {
  const tag = Object.prototype.toString.call(object).slice('[object '.length, -1)
  const { constructor } = object
  return tag === 'Object' && typeof constructor === 'function' ? constructor.name : tag
}
