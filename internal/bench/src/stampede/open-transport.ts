import type { Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import type { TransportName } from './stampede-task.ts'

/** Opens a transport with its defaults. */
export function openTransport(name: TransportName, server: string): Transport {
  const options = { servers: [server] }
  return name === 'meta' ? new MetaTransport(options) : new MemjsTransport(options)
}
