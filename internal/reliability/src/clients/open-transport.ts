import type { Milliseconds, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'

/** Which transport a client speaks through. */
export type TransportName = 'meta' | 'memjs'

export interface TransportOptions {
  /** `127.0.0.1:<port>` each. */
  readonly servers: readonly string[]
  readonly timeout: Milliseconds
}

/** Opens a transport; what a module has to export that is given as `--transports`. */
export function openTransport(name: TransportName, { servers, timeout }: TransportOptions): Transport {
  const options = { servers, timeout, connectTimeout: timeout }
  return name === 'meta' ? new MetaTransport(options) : new MemjsTransport(options)
}
