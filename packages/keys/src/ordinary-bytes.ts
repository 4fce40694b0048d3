import type { CacheKey } from './cache-key.ts'
import { isPlainCode } from './string-text.ts'

/** How many characters key and namespace have together at most. */
const MOST_CHARACTERS = 480

const bytes = new Uint8Array(MOST_CHARACTERS + 32)
/** The first so many of them, by their number, where that has been asked for. */
const heads: (Uint8Array | undefined)[] = []

/**
 * Gives the canonical text as bytes at once for what most keys are: a string of printable ASCII of two characters to some hundred, alone or in
 * a namespace that is one. `undefined` for any other. To put the text together as a string, and have it hashed, takes a sixth longer.
 *
 * @returns memory that the next call writes to.
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

/** Writes ASCII text; gives where it ends. */
function put(text: string, at: number): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index)
  return at + text.length
}

/** Writes a string in which nothing is escaped, and which has a memo; -1 when it is none. */
function putPlain(text: string, at: number): number {
  if (text.length < 2) return -1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isPlainCode(code)) return -1
    bytes[at + index] = code
  }
  return at + text.length
}
