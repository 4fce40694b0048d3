/** A method needs the list of keys, and the client has none. */
export class KeyTrackingDisabledError extends Error {
  readonly code = 'key-tracking-disabled'

  static {
    this.prototype.name = 'KeyTrackingDisabledError'
  }

  constructor(method: string) {
    super(`${method} needs a client that lists its keys: new MemcachedClient({ trackKeys: true })`)
  }
}
