import type { ClientSource, FailurePolicy, Lifetime } from '@lmc/client'
import { assertOptions } from '@lmc/transport'

/** How items are kept. All but `client` can be written as JSON, as Nitro does when it builds an application. */
export interface MemcachedDriverOptions extends ClientSource {
  /** The namespace of the items in memcached; absent: `unstorage`. */
  readonly namespace?: string | undefined
  /** How long an item lives that is stored without a `ttl`: seconds, or text such as `'10m'`; absent and 0 are for ever. */
  readonly ttl?: Lifetime | undefined
  /**
   * What becomes of a call when memcached fails: with `miss` there is no item, and nothing is stored; with `throw` the call rejects. Absent: what
   * the client does, which is `miss` for one that the driver makes.
   */
  readonly failures?: FailurePolicy | undefined
}

const names = {
  of: 'memcachedDriver',
  known: ['servers', 'client', 'namespace', 'ttl', 'failures', 'driver'],
  example: "{ servers: ['127.0.0.1:11211'] }",
  aliases: { url: 'servers', hosts: 'servers', base: 'namespace', prefix: 'namespace', lifetime: 'ttl' },
}

/**
 * Returns when the options are ones of a driver. `driver` is its name, which Nitro leaves among them.
 *
 * @throws {TypeError} when an option is unknown.
 */
export function assertMemcachedDriverOptions(options: MemcachedDriverOptions): void {
  assertOptions(options, names)
}
