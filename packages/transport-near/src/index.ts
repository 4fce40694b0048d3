export type { NearOptions } from './near-options.ts'
export { type NearFigures, type NearTransport, nearTransport } from './near-transport.ts'
