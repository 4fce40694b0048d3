export { NamelessTransport } from './nameless-transport.ts'
export type { NamelessTransportOptions } from './nameless-transport-options.ts'
