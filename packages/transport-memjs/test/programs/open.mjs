import { MemjsTransport } from '@lmc/transport-memjs'

export const open = (options) => new MemjsTransport(options)
