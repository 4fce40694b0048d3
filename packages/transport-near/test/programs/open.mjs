import { MetaTransport } from '@lmc/transport-meta'
import { nearTransport } from '@lmc/transport-near'

export const open = (options) => nearTransport(new MetaTransport(options))
