/** So many keys that as many calls in flight as the bench ever has are for different ones. */
export const KEYS = 1000

/** The keys of a workload; all of one length. */
export function keysOf(prefix: string, workload: string): string[] {
  return Array.from({ length: KEYS }, (_, i) => `${prefix}:${workload}:${String(i).padStart(4, '0')}`)
}

/** ASCII of so many bytes, different for every `i`, so that an answer to another call is seen. */
export function textOf(i: number, bytes: number): string {
  return `<${i}>`.padEnd(bytes, `value ${i} `)
}
