import { NamelessTransport } from '@lmc/transport-nameless'

export const open = (options) => new NamelessTransport(options)
