import type { ClientSource, FailurePolicy, Lifetime } from '@lmc/client'
import { assertOptions } from '@lmc/transport'

/**
 * How items are kept. All options but `client` can be JSON: Nitro writes them into the application that it
 * builds.
 */
export interface MemcachedDriverOptions extends ClientSource {
  /** The namespace of the items in memcached; absent: `unstorage`. */
  readonly namespace?: string | undefined
  /**
   * How long an item lives that is stored without a `ttl`: seconds, or text such as `'10m'`. Absent and 0 are
   * for ever.
   */
  readonly ttl?: Lifetime | undefined
  /**
   * What becomes of a call when memcached fails. With `miss` there is no item, and nothing is stored. With
   * `throw` the call rejects. Absent: what the client does; a client that the driver makes does `miss`.
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
 * Returns when these are options of a driver. `driver` is its name, which Nitro leaves among them.
 *
 * @throws {TypeError} when an option is unknown.
 */
export function assertMemcachedDriverOptions(options: MemcachedDriverOptions): void {
  assertOptions(options, names)
}
