/**
 * Whether JSON surely keeps all of the value, which `JSON.stringify` has taken. Fast, since each `set` asks: `false` means only that
 * somebody has to look closely.
 */
export function isKeptByJson(value: unknown): boolean {
  try {
    return isScalar(value) || isObjectKept(value)
  } catch {
    // Too deep for the stack of this function, or a getter that throws every second time.
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
  // An instance of a class, unless it writes itself or hides all that it has.
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    !('toJSON' in value) &&
    Object.keys(value).length > 0 &&
    areFieldsKept(value)
  )
}

// By index, since `every` skips holes.
function areItemsKept(items: readonly unknown[]): boolean {
  for (let at = 0; at < items.length; at++) {
    const item = items[at]
    if (!isScalar(item) && !isObjectKept(item)) return false
  }
  return true
}

// `for … in` is the fastest way. A method that it finds on a prototype does no harm: somebody looks closely then.
function areFieldsKept(object: object): boolean {
  const fields = object as Readonly<Record<string, unknown>>
  // oxlint-disable-next-line guard-for-in
  for (const name in fields) {
    const field = fields[name]
    if (!isScalar(field) && field !== undefined && !isObjectKept(field)) return false
  }
  return true
}
