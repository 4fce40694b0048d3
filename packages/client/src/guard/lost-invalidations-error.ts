/**
 * Failed invalidations that the client has given up. Their values may be served until their lifetimes end.
 */
export class LostInvalidationsError extends Error {
  readonly code = 'lost-invalidations'
  /**
   * The names of what was to be dropped. `what` says their kind: memcached keys, namespaces (`undefined`: no
   * namespace), or servers.
   */
  readonly names: readonly (string | undefined)[]
  readonly what: 'keys' | 'namespaces' | 'servers'

  static {
    this.prototype.name = 'LostInvalidationsError'
  }

  /** @param why the reason for giving them up. */
  constructor(what: LostInvalidationsError['what'], names: readonly (string | undefined)[], why: string) {
    super(`${names.length} failed invalidations of ${what} were given up: ${why}`)
    this.what = what
    this.names = names
  }
}
