import type { OpenOptions } from '@lmc/transport/faults'
import { MetaTransport } from '@lmc/transport-meta'

export const open = (options: OpenOptions): MetaTransport => new MetaTransport(options)
