/** A call was given up because others wrote the same key whenever it tried to. Nothing was stored. */
export class ConflictError extends Error {
  readonly code = 'conflict'

  static {
    this.prototype.name = 'ConflictError'
  }

  /** @param tries how often the call has tried. */
  constructor(tries: number) {
    super(`Others wrote the key in each of ${tries} tries`)
  }
}
