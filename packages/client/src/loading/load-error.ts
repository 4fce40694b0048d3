/**
 * A load that has failed where nobody rejects by it: a stale value was given, or the old one is still fresh.
 * `cause` is what was thrown.
 */
export class LoadError extends Error {
  readonly code = 'load-failed'

  static {
    this.prototype.name = 'LoadError'
  }

  constructor(cause: unknown) {
    super('A load has failed; the value that is there is given until it ends', { cause })
  }
}
