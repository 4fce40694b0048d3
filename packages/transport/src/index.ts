export type { Cas, CasItem, Item } from './item.ts'
export type {
  CallOptions,
  FlushOptions,
  IncrementOptions,
  ServerStatistics,
  StoreOptions,
  Transport,
} from './transport.ts'
export {
  isTransportError,
  TransportError,
  type TransportErrorCode,
  type TransportErrorOptions,
} from './transport-error.ts'
export type { Milliseconds, Seconds } from './units.ts'
export { assertBytes } from './assert-bytes.ts'
export { assertMemcachedKey } from './assert-memcached-key.ts'
export { assertStorable } from './assert-storable.ts'
export { type Delta, toCounter, toDelta } from './counter.ts'
export { assertLifetime, toExptime } from './lifetime.ts'
export { getManyByGet } from './many-by-get.ts'
export { pickServers } from './pick-servers.ts'
export { type CallName, settleWithin } from './settle-within.ts'
export { withPartial } from './with-partial.ts'
