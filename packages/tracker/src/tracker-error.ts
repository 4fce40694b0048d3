/** `key-too-long`: the key's text does not fit into a line of the index; it can be stored without tracking, or named by less. */
export type TrackerErrorCode = 'key-too-long'

/** What the tracker refuses, before anything is sent. */
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
