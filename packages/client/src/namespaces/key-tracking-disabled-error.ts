/** A method that needs the list of keys was called on a client that keeps none. */
export class KeyTrackingDisabledError extends Error {
  readonly code = 'key-tracking-disabled'

  static {
    this.prototype.name = 'KeyTrackingDisabledError'
  }

  constructor(method: string) {
    super(`${method} needs a client that lists its keys: new MemcachedClient({ trackKeys: true })`)
  }
}
