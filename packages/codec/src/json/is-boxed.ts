const boxes: ReadonlySet<string> = new Set(['Boolean', 'Number', 'String'])

/** Whether the object wraps a number, string or boolean, like `Object(1)`. JSON writes the wrapped value. */
export function isBoxed(object: object): boolean {
  return boxes.has(Object.prototype.toString.call(object).slice('[object '.length, -1))
}
