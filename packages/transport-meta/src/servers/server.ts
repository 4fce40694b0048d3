import type { ConnectionOptions } from 'node:tls'
import type { Credentials } from '../handshake/credentials.ts'

/** A server, as it has been read from the options. */
export interface Server {
  /** As in `Transport.servers`: `host:port`, `[IPv6 address]:port`, or the path of a unix socket. */
  readonly name: string
  /** Its share of the keys, in relation to the others' weights. */
  readonly weight: number
  readonly endpoint: Endpoint
  /** What `node:tls` is told; `undefined` is plain text. */
  readonly tls: ConnectionOptions | undefined
  readonly credentials: Credentials | undefined
}

/** Where a server listens. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string }
