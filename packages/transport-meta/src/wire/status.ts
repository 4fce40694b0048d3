/**
 * What the first two letters of a meta reply say, as a 16-bit number; `text` stands for every other line.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Meta Commands"
 */
export const Status = {
  text: 0,
  /** `VA`: a value follows. */
  value: 0x5641,
  /** `HD`: done, or there. */
  done: 0x4844,
  /** `EN`: a miss. */
  miss: 0x454e,
  /** `NF`: not found. */
  notFound: 0x4e46,
  /** `NS`: not stored. */
  notStored: 0x4e53,
  /** `EX`: there, in another version. */
  exists: 0x4558,
  /** `MN`: the answer to a no-op. */
  noop: 0x4d4e,
} as const

export type Status = (typeof Status)[keyof typeof Status]

/** Returns whether two letters, as a 16-bit number, are one of a meta reply's. */
export function isMetaStatus(letters: number): letters is Exclude<Status, 0> {
  switch (letters) {
    case Status.value:
    case Status.done:
    case Status.miss:
    case Status.notFound:
    case Status.notStored:
    case Status.exists:
    case Status.noop:
      return true
    default:
      return false
  }
}
