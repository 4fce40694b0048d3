/** A method that needs the list of keys was called on a client that does not track keys. */
export class KeyTrackingDisabledError extends Error {
  static {
    this.prototype.name = 'KeyTrackingDisabledError'
  }

  /** @param method as it was called, such as `keys()`. */
  constructor(method: string) {
    super(`${method} needs a client that lists the keys it sets: new MemcachedClient({ trackKeys: true, … })`)
  }
}
