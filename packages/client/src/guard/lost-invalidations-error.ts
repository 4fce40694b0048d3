/**
 * Failed invalidations that the client does not retry any more. Their values may be served until their
 * lifetimes end.
 */
export class LostInvalidationsError extends Error {
  readonly code = 'lost-invalidations'
  /**
   * What was to be dropped: memcached keys, namespaces (`undefined` is none) or names of servers, as `what`
   * says.
   */
  readonly names: readonly (string | undefined)[]
  readonly what: 'keys' | 'namespaces' | 'servers'

  static {
    this.prototype.name = 'LostInvalidationsError'
  }

  /** @param why they are not retried any more. */
  constructor(what: LostInvalidationsError['what'], names: readonly (string | undefined)[], why: string) {
    super(`${names.length} failed invalidations of ${what} were given up: ${why}`)
    this.what = what
    this.names = names
  }
}
