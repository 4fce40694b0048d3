/**
 * A load has failed, and no call rejects: the callers were given the old value. `cause` is what the load
 * threw.
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
