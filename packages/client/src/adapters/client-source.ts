import type { Transport } from '@lmc/transport'
import { MemcachedClient } from '../memcached-client.ts'

/** Where an adapter keeps its values: on the given servers, or in a client of the application. */
export interface ClientSource {
  /** `host:port`, or a list of them. Absent: `127.0.0.1:11211`, unless there is a `client`. */
  readonly servers?: string | readonly string[] | undefined
  /** A client that tracks keys. It belongs to the application, and the application closes it. */
  readonly client?: MemcachedClient | undefined
}

/** The properties of an adapter. */
export interface AdapterNature {
  /** The name of the adapter, for errors: `KeyvMemcached`. */
  readonly of: string
  /** The methods that need the list of keys, for errors: `clear() and iterator()`. */
  readonly tracksFor: string
  /** Makes a transport for these servers. */
  readonly openTransport: (servers: readonly string[]) => Transport
}

/** The client of an adapter. */
export interface AdapterClient {
  readonly client: MemcachedClient
  /** Closes the client, unless it belongs to the application. */
  readonly close: () => Promise<void>
}

/**
 * Returns the client of an adapter: the client of the application, or a new one for the servers.
 *
 * @throws {TypeError} when both are given, or `client` is not a client that tracks keys
 * @throws the error of the transport for wrong servers
 */
export function openClient({ servers, client }: ClientSource, nature: AdapterNature): AdapterClient {
  const { of, tracksFor, openTransport } = nature
  if (client === undefined) {
    const list = typeof servers === 'string' ? [servers] : servers
    const own = new MemcachedClient({
      transport: openTransport(list ?? ['127.0.0.1:11211']),
      trackKeys: true,
    })
    return { client: own, close: () => own.close() }
  }
  if (servers !== undefined) throw new TypeError(`${of} takes servers or a client, not both`)
  // Not by `instanceof`: the client may come from another copy of this package.
  if (typeof client?.view !== 'function' || typeof client.invalidateNamespace !== 'function')
    throw new TypeError(`client is no MemcachedClient; ${of} needs one of @lmc/client`)
  if (!client.trackKeys)
    throw new TypeError(`${of} needs a client with { trackKeys: true }, for ${tracksFor}`)
  return { client, close: async () => {} }
}
