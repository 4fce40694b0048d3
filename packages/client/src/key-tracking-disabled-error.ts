/** `keys()` was called on a client that does not track keys. */
export class KeyTrackingDisabledError extends Error {
  static {
    this.prototype.name = 'KeyTrackingDisabledError'
  }

  constructor() {
    super('keys() needs a client that lists the keys it sets: new MemcachedClient({ trackKeys: true, … })')
  }
}
