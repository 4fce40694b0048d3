import type { Milliseconds } from '@lmc/transport'
import type { Secret } from '../handshake/credentials.ts'
import type { Distribution } from '../distribution/distribution.ts'
import type { TlsSource } from '../servers/server.ts'
import type { ServerOptions } from './parse-server.ts'

/** Where the servers are asked for, instead of being named. */
export interface DiscoveryOptions {
  /** The configuration endpoint, in a form that `ServerOptions` has for an address. */
  readonly endpoint: string
  /** How often it is asked again, in milliseconds; absent is 60,000. */
  readonly interval?: Milliseconds | undefined
}

export interface MetaTransportOptions {
  /**
   * The servers, as in `ServerOptions` or by their address alone; at least one. Absent is
   * `['127.0.0.1:11211']`.
   */
  readonly servers?: readonly (string | ServerOptions)[] | undefined
  /** So many milliseconds a call may take; absent is 1000. */
  readonly timeout?: Milliseconds | undefined
  /** So many milliseconds a server may take to be reached and to answer for the first time; absent is 500. */
  readonly connectTimeout?: Milliseconds | undefined
  /**
   * `true` for TLS as Node.js does it; or what `node:tls` takes (`ca`, `cert`, `key`, `servername` …). Absent
   * is plain text.
   *
   * A function is asked for each connection, within `connectTimeout`, so a certificate that has been renewed
   * is used from the next connection on. When it throws, rejects or gives something else, calls reject with
   * `connection`, and what it threw is the cause.
   */
  readonly tls?: boolean | TlsSource | undefined
  /**
   * Who the servers' auth files know; both or none. A server's own credentials go before. Functions are asked
   * as that for `tls` is.
   */
  readonly username?: Secret | undefined
  readonly password?: Secret | undefined
  /** Which server a key is on; absent is `ketama`. */
  readonly distribution?: Distribution | undefined
  /**
   * What becomes of the keys of a server that is down. With `none`, calls for them fail. With `next`, other
   * servers take them until the server is back. It then answers with its old items. Absent is `none`.
   */
  readonly failover?: 'none' | 'next' | undefined
  /** How many commands to one server may wait or be in flight; absent is 131,072. */
  readonly maxInFlight?: number | undefined
  /** How many bytes of commands to one server may wait or be in flight; absent is 64 MiB. */
  readonly maxInFlightBytes?: number | undefined
  /**
   * The longest value, in bytes, that is taken from a server; absent is 128 MiB. A reply that announces more
   * costs the connection.
   */
  readonly itemLimit?: number | undefined
  /** Whether the tracing channel `lmc:command` has the memcached keys; absent is `false`. */
  readonly traceKeys?: boolean | undefined
  /**
   * Asks a configuration endpoint for the servers, as AWS ElastiCache has one. `servers` must be absent then.
   */
  readonly discovery?: DiscoveryOptions | undefined
}
