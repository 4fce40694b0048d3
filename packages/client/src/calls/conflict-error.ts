/** A call gave up, because others wrote the key during each of its tries. Nothing was stored. */
export class ConflictError extends Error {
  readonly code = 'conflict'

  static {
    this.prototype.name = 'ConflictError'
  }

  /** @param tries how many tries the call made. */
  constructor(tries: number) {
    super(`Others wrote the key in each of ${tries} tries`)
  }
}
