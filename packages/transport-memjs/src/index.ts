export { MemjsTransport } from './memjs-transport.ts'
export type { MemjsTransportOptions } from './memjs-transport-options.ts'
