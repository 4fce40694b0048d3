import type { Transport } from '@lmc/transport'
import { MemcachedClient } from '../memcached-client.ts'

/** Where an adapter keeps its values: on servers of its own choice, or where a client of the application keeps its own. */
export interface ClientSource {
  /** `host:port`, or several; absent, and without a `client`: `127.0.0.1:11211`. */
  readonly servers?: string | readonly string[] | undefined
  /** A client that tracks keys. It goes on belonging to the application, which closes it. */
  readonly client?: MemcachedClient | undefined
}

/** What an adapter says of itself. */
export interface AdapterNature {
  /** Its name, for errors: `KeyvMemcached`. */
  readonly of: string
  /** What it lists keys for, for errors: `clear() and iterator()`. */
  readonly tracksFor: string
  /** Makes the transport to servers. */
  readonly openTransport: (servers: readonly string[]) => Transport
}

/** The client of an adapter. */
export interface AdapterClient {
  readonly client: MemcachedClient
  /** Closes the client, if it was made for the adapter. */
  readonly close: () => Promise<void>
}

/**
 * The client that an adapter works with: the application's, or one that is made for the servers.
 *
 * @throws {TypeError} when both are given, the client is none, or it does not track keys; and what the transport throws for servers.
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
  // Another copy of this package makes clients as well.
  if (typeof client?.view !== 'function' || typeof client.invalidateNamespace !== 'function')
    throw new TypeError(`client is no MemcachedClient; ${of} needs one of @lmc/client`)
  if (!client.trackKeys)
    throw new TypeError(`${of} needs a client with { trackKeys: true }, for ${tracksFor}`)
  return { client, close: async () => {} }
}
