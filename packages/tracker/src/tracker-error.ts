/**
 * - `key-too-long`: the key's text does not fit into a line of the index; it can be stored without tracking,
 *   or named by less.
 * - `foreign-lines`: the index holds something that no tracker has written; it was skipped.
 * - `no-cas`: a server has no compare-and-set (`memcached -C`). The list of keys on it is right, but
 *   cannot be tidied: it grows.
 */
export type TrackerErrorCode = 'key-too-long' | 'foreign-lines' | 'no-cas'

/** What the tracker refuses before anything is sent, or reports of the index. */
export class TrackerError extends Error {
  readonly code: TrackerErrorCode

  static {
    this.prototype.name = 'TrackerError'
  }

  constructor(code: TrackerErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
