import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'

/** Where a store keeps its values: on `servers`, or where `client` keeps its own. */
export interface KeyvMemcachedOptions {
  /** `host:port`, or several; absent, and without a `client`: `127.0.0.1:11211`. */
  readonly servers?: string | readonly string[] | undefined
  /** A client that the application has already. It goes on belonging to the application: `disconnect()` leaves it open. */
  readonly client?: MemcachedClient | undefined
  /** What the store's namespaces in memcached begin with; absent: `keyv`. */
  readonly namespace?: string | undefined
}

/** The options with their defaults. */
export interface ResolvedOptions {
  readonly client: MemcachedClient
  /** Whether the client was made for this store. */
  readonly ownsClient: boolean
  readonly namespace: string
}

const known = ['servers', 'client', 'namespace']

/**
 * Reads the options and applies the defaults.
 *
 * @throws {TypeError} when an option is unknown or of a wrong type, or both servers and a client are given.
 */
export function resolveOptions(options: KeyvMemcachedOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError("KeyvMemcached needs an object of options, such as { servers: '127.0.0.1:11211' }")
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new TypeError(`KeyvMemcached has no option "${name}"; it has ${known.join(', ')}`)
  const { servers, client, namespace = 'keyv' } = options
  if (typeof namespace !== 'string')
    throw new TypeError(`namespace is of type ${typeof namespace}; expected a string`)
  if (client === undefined) {
    const list = typeof servers === 'string' ? [servers] : servers
    const transport = new MetaTransport(list === undefined ? {} : { servers: list })
    return { client: new MemcachedClient({ transport, trackKeys: true }), ownsClient: true, namespace }
  }
  if (servers !== undefined) throw new TypeError('KeyvMemcached takes servers or a client, not both')
  if (typeof client?.view !== 'function')
    throw new TypeError('client is no MemcachedClient; expected one of @lmc/client')
  if (!client.trackKeys)
    throw new TypeError('KeyvMemcached needs a client with { trackKeys: true }, for clear() and iterator()')
  return { client, ownsClient: false, namespace }
}
