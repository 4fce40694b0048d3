import type { OpenOptions } from '@lmc/transport-tests/faults'
import { MemjsTransport } from '@lmc/transport-memjs'

export const open = (options: OpenOptions): MemjsTransport => new MemjsTransport(options)
