import { LINE_WITHOUT_KEY } from '../commands/many.ts'
import type { Limits } from './limits.ts'

/**
 * How many bytes of lines a portion has at most. It has to fit into the buffer of a `CommandWriter`, several
 * times.
 */
const MOST_BYTES: number = 16 * 1024

/** So many portions of a batch are under way to one server at a time, where its limits allow that. */
const WINDOW = 8

/** Longer than the line for any key, in bytes. */
const LONGEST_LINE = 512

/** What a batch may take of the room for all calls to one server. */
export interface Share {
  /** How many keys a portion has at most. */
  readonly most: number
  /** How many bytes of lines a portion has at most; one key may have more. */
  readonly mostBytes: number
  /** How many portions may be under way. */
  readonly window: number
}

/** The share of a batch: half of what the limits allow, so that other calls find room. */
export function shareOf({ maxInFlight, maxInFlightBytes }: Limits): Share {
  const [keys, bytes] = [Math.floor(maxInFlight / 2), Math.floor(maxInFlightBytes / 2)]
  const most = Math.max(1, Math.floor(keys / WINDOW))
  const mostBytes = Math.min(MOST_BYTES, Math.max(LONGEST_LINE, Math.floor(bytes / WINDOW)))
  const window = Math.min(WINDOW, Math.floor(keys / most), Math.floor(bytes / mostBytes))
  return { most, mostBytes, window: Math.max(1, window) }
}

/** Cuts keys into portions that can be asked for in one call, each within the share, or of one key. */
export function portions(
  keys: readonly string[],
  { most, mostBytes }: Pick<Share, 'most' | 'mostBytes'>,
): (readonly string[])[] {
  const found: (readonly string[])[] = []
  let start = 0
  let bytes = 0
  for (let index = 0; index < keys.length; index++) {
    const length = (keys[index] as string).length + LINE_WITHOUT_KEY
    if (index > start && (bytes + length > mostBytes || index - start === most)) {
      found.push(keys.slice(start, index))
      start = index
      bytes = 0
    }
    bytes += length
  }
  if (start < keys.length) found.push(start === 0 ? keys : keys.slice(start))
  return found
}
