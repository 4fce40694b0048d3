/**
 * Whether JSON certainly keeps the whole value. `JSON.stringify` has accepted the value before. Each `set`
 * calls this function, so it is fast. `false` means that a slower check must decide.
 */
export function isKeptByJson(value: unknown): boolean {
  try {
    return isScalar(value) || isObjectKept(value)
  } catch {
    // The value is too deep for the stack here, or a getter throws every second time.
    return false
  }
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return true
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || value === null
}

function isObjectKept(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return areItemsKept(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return areFieldsKept(value)
  if (value instanceof Date) return Number.isFinite(value.getTime())
  // An instance of a class is kept, unless it has `toJSON` or hides all its data.
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    !('toJSON' in value) &&
    Object.keys(value).length > 0 &&
    areFieldsKept(value)
  )
}

// A loop by index, since `every` skips holes.
function areItemsKept(items: readonly unknown[]): boolean {
  for (let at = 0; at < items.length; at++) {
    const item = items[at]
    if (!isScalar(item) && !isObjectKept(item)) return false
  }
  return true
}

// `for … in` is the fastest loop. It may find a method on a prototype, and then the slower check decides.
function areFieldsKept(object: object): boolean {
  const fields = object as Readonly<Record<string, unknown>>
  // oxlint-disable-next-line guard-for-in
  for (const name in fields) {
    const field = fields[name]
    if (!isScalar(field) && field !== undefined && !isObjectKept(field)) return false
  }
  return true
}
