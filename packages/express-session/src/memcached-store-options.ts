import type { ClientSource, FailurePolicy, Lifetime } from '@lmc/client'
import { assertOptions } from '@lmc/transport'

/** How sessions are kept. */
export interface MemcachedStoreOptions extends ClientSource {
  /** The namespace of the sessions in memcached; absent: `sessions`. */
  readonly namespace?: string | undefined
  /** How long a session lives whose cookie says nothing: seconds, or text such as `'12h'`; absent: a day. */
  readonly ttl?: Lifetime | undefined
  /**
   * What becomes of a call when memcached fails. With `throw`, the default, the request gets the error. With
   * `miss` the request goes on without its session, and its user has to log in again.
   */
  readonly failures?: FailurePolicy | undefined
}

const names = {
  of: 'MemcachedStore',
  known: ['servers', 'client', 'namespace', 'ttl', 'failures'],
  example: "{ servers: '127.0.0.1:11211' }",
  aliases: { hosts: 'servers', url: 'servers', prefix: 'namespace', lifetime: 'ttl', maxAge: 'ttl' },
}

/**
 * Returns when these are options of a store.
 *
 * @throws {TypeError} when an option is unknown.
 */
export function assertMemcachedStoreOptions(options: MemcachedStoreOptions): void {
  assertOptions(options, names)
}
