import type { ClientSource } from '@lmc/client'
import { assertOptions } from '@lmc/transport'

/** Where a store keeps its values. */
export interface KeyvMemcachedOptions extends ClientSource {
  /** What the store's namespaces in memcached begin with; absent: `keyv`. */
  readonly namespace?: string | undefined
}

const names = {
  of: 'KeyvMemcached',
  known: ['servers', 'client', 'namespace'],
  example: "{ servers: '127.0.0.1:11211' }",
  aliases: { uri: 'servers', url: 'servers', hosts: 'servers', prefix: 'namespace' },
}

/**
 * Returns when the options are ones of a store.
 *
 * @throws {TypeError} when an option is unknown, or the namespace is no text.
 */
export function assertKeyvMemcachedOptions(options: KeyvMemcachedOptions): void {
  assertOptions(options, names)
  const { namespace = '' } = options
  if (typeof namespace !== 'string')
    throw new TypeError(`namespace is of type ${typeof namespace}; expected a string`)
}
