import type { ConnectionOptions } from 'node:tls'
import type { Credentials, CredentialsSource } from '../handshake/credentials.ts'

/** A server, as it has been read from the options. */
export interface Server {
  /** As in `Transport.servers`: `host:port`, `[IPv6 address]:port`, or the path of a unix socket. */
  readonly name: string
  /** Its share of the keys, in relation to the others' weights. */
  readonly weight: number
  readonly endpoint: Endpoint
  /** What `node:tls` is told, or what is asked for that; `undefined` is plain text. */
  readonly tls: TlsSource | undefined
  readonly credentials: CredentialsSource | undefined
}

/** A server as one connection to it sees it: what is asked for has been. */
export interface Peer extends Omit<Server, 'tls' | 'credentials'> {
  readonly tls: ConnectionOptions | undefined
  readonly credentials: Credentials | undefined
}

/** What `node:tls` is told, or what is asked for that when a connection is made. */
export type TlsSource = ConnectionOptions | (() => TlsAnswer | Promise<TlsAnswer>)

type TlsAnswer = ConnectionOptions | true

/** Where a server listens. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string }
