import type { CacheKey } from './cache-key.ts'
import { isPlainCode } from './string-text.ts'

/** The most characters of key and namespace together. */
const MOST_CHARACTERS = 480

const bytes = new Uint8Array(MOST_CHARACTERS + 32)
/** Views of the first bytes of the buffer, by their length. They are made when first needed. */
const heads: (Uint8Array | undefined)[] = []

/**
 * Returns the canonical text as bytes, for the most common keys only: printable ASCII strings of two to some
 * hundred characters. The namespace must be such a string too, or absent. `undefined` for other keys. A
 * canonical text as a string takes a sixth longer to make and hash.
 *
 * @returns memory that the next call overwrites.
 */
export function ordinaryBytes(key: CacheKey, namespace: string | undefined): Uint8Array | undefined {
  if (typeof key !== 'string' || key.length + (namespace?.length ?? 0) > MOST_CHARACTERS) return undefined
  let end: number
  if (namespace === undefined) {
    end = putPlain(key, put("S'", 0))
    if (end !== -1) end = put("'\np1\n.", end)
  } else {
    end = putPlain(namespace, put("(S'", 0))
    if (end !== -1) end = putPlain(key, put("'\np1\nS'", end))
    if (end !== -1) end = put("'\np2\nt.", end)
  }
  return end === -1 ? undefined : (heads[end] ??= bytes.subarray(0, end))
}

/** Writes ASCII text. Returns the position of its end. */
function put(text: string, at: number): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index)
  return at + text.length
}

/**
 * Writes a string without escapes that has a memo. Returns the position of its end; -1 when it is no such
 * string.
 */
function putPlain(text: string, at: number): number {
  if (text.length < 2) return -1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isPlainCode(code)) return -1
    bytes[at + index] = code
  }
  return at + text.length
}
