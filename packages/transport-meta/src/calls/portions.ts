import { LINE_WITHOUT_KEY } from '../commands/many.ts'

/** How many bytes of lines a portion has at most. It has to fit into the buffer of a `CommandWriter`, several times. */
export const MOST_BYTES: number = 16 * 1024

/** Cuts keys into portions that can be asked for in one call, of `most` keys and `mostBytes` bytes of lines at most, or of one key. */
export function* portions(
  keys: readonly string[],
  most: number,
  mostBytes: number = MOST_BYTES,
): Generator<readonly string[], void, void> {
  let start = 0
  let bytes = 0
  for (const [index, key] of keys.entries()) {
    const length = key.length + LINE_WITHOUT_KEY
    if (index > start && (bytes + length > mostBytes || index - start === most)) {
      yield keys.slice(start, index)
      start = index
      bytes = 0
    }
    bytes += length
  }
  if (start < keys.length) yield keys.slice(start)
}
