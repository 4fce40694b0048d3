/** Whether two keys without `[cacheKey]` methods have equal contents. The answer does not use their texts. */
export function isSameKey(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const ofB = new Map<string, unknown>(Object.entries(b))
  const ofA = Object.entries(a)
  return (
    ofA.length === ofB.size && ofA.every(([name, value]) => ofB.has(name) && isSameKey(value, ofB.get(name)))
  )
}
