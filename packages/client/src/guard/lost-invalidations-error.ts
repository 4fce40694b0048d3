/**
 * Failed invalidations that the client does not retry any more: what should have been dropped may be served once more, until its lifetime is
 * over.
 */
export class LostInvalidationsError extends Error {
  readonly code = 'lost-invalidations'
  /** What was to be dropped: memcached keys, namespaces (`undefined` is none) or names of servers, as `what` says. */
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
