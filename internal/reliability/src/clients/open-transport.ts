import type { Milliseconds, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'

/** The transport of a client. */
export type TransportName = 'meta' | 'memjs'

export interface TransportOptions {
  /** Each is `127.0.0.1:<port>`. */
  readonly servers: readonly string[]
  readonly timeout: Milliseconds
}

/** Opens a transport. A module for `--transports` exports a function like this one. */
export function openTransport(name: TransportName, { servers, timeout }: TransportOptions): Transport {
  const options = { servers, timeout, connectTimeout: timeout }
  return name === 'meta' ? new MetaTransport(options) : new MemjsTransport(options)
}
