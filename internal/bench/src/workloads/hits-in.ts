/**
 * Returns how many values an answer of `getMany` has, in whatever form a client gives it: a `Map`, a list
 * with a gap for each miss, or an object. It costs little, for every measured answer is asked.
 */
export function hitsIn(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null) return 0
  if (answer instanceof Map) return answer.size
  if (!Array.isArray(answer)) return Object.keys(answer).length
  let hits = 0
  for (const entry of answer) if (isHit(entry)) hits++
  return hits
}

/** Returns whether an answer of `get` is a value. memjs answers a miss with an object without a value. */
export function isHit(answer: unknown): boolean {
  if (answer === undefined || answer === null) return false
  return !(typeof answer === 'object' && 'value' in answer && answer.value === null)
}
