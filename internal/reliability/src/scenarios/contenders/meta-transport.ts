import type { OpenOptions } from '@lmc/transport-tests/faults'
import { MetaTransport } from '@lmc/transport-meta'

export const open = (options: OpenOptions): MetaTransport => new MetaTransport(options)
