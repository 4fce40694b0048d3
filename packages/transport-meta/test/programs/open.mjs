import { MetaTransport } from '@lmc/transport-meta'

export const open = (options) => new MetaTransport(options)
