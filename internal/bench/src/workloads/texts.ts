/**
 * The number of keys: at least the greatest number of calls in flight, so that these are for different keys.
 */
export const KEYS = 1000

/** The keys of a workload. All have the same length. */
export function keysOf(prefix: string, workload: string): string[] {
  return Array.from({ length: KEYS }, (_, i) => `${prefix}:${workload}:${String(i).padStart(4, '0')}`)
}

/** ASCII text of so many bytes, different for every `i`. So the answer of another call is noticed. */
export function textOf(i: number, bytes: number): string {
  return `<${i}>`.padEnd(bytes, `value ${i} `)
}
