import { fromHex, toHex } from './hex.ts'

const DIGEST_BYTES = 16
/** The length of a generation, in bytes. */
export const GENERATION_BYTES = 8
const ENTRY_BYTES = DIGEST_BYTES + GENERATION_BYTES

/** The most dependencies of a kind that a value has: their count is one byte. */
export const MOST_DEPENDENCIES = 255

/** A dependency of a value, and its generation. */
export interface Generation {
  /** The dependency's digest, 32 hexadecimal digits. */
  readonly digest: string
  /** The generation, read before the value was made. */
  readonly generation: Uint8Array
}

/** How many bytes the field takes. */
export function generationsLength(generations: readonly Generation[]): number {
  return 1 + generations.length * ENTRY_BYTES
}

/** Writes the field at an offset. */
export function writeGenerations(generations: readonly Generation[], bytes: Uint8Array, at: number): void {
  bytes[at++] = generations.length
  for (const { digest, generation } of generations) {
    fromHex(digest, bytes, at)
    bytes.set(generation, at + DIGEST_BYTES)
    at += ENTRY_BYTES
  }
}

/**
 * Reads the field at an offset. `undefined`: the bytes end too early, or the field is empty, which is never
 * written. The generations are views of `bytes`.
 */
export function readGenerations(bytes: Uint8Array, at: number): Generation[] | undefined {
  const count = bytes[at++] ?? 0
  const end = at + count * ENTRY_BYTES
  if (count === 0 || end > bytes.length) return undefined
  const generations: Generation[] = []
  for (; at < end; at += ENTRY_BYTES) {
    const middle = at + DIGEST_BYTES
    const digest = toHex(bytes.subarray(at, middle))
    generations.push({ digest, generation: bytes.subarray(middle, at + ENTRY_BYTES) })
  }
  return generations
}
