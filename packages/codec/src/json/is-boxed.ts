const boxes: ReadonlySet<string> = new Set(['Boolean', 'Number', 'String'])

/** Whether the object is a number, text or boolean in a box, as `Object(1)` makes it: JSON writes what is inside. */
export function isBoxed(object: object): boolean {
  return boxes.has(Object.prototype.toString.call(object).slice('[object '.length, -1))
}
