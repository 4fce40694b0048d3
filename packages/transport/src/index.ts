export type { Cas, CasItem, Item } from './contract/item.ts'
export type { DumpedItem, ItemDetails } from './contract/item-details.ts'
export type {
  CallOptions,
  FlushOptions,
  HasManyOptions,
  IncrementOptions,
  ServerStatistics,
  StoreOptions,
  Transport,
} from './contract/transport.ts'
export {
  isTransportError,
  TransportError,
  type TransportErrorCode,
  type TransportErrorOptions,
} from './transport-error.ts'
export type { Milliseconds, Seconds } from './units.ts'
export { assertBytes } from './checks/assert-bytes.ts'
export { assertCas } from './checks/assert-cas.ts'
export { assertFlags } from './checks/assert-flags.ts'
export { assertMemcachedKey } from './checks/assert-memcached-key.ts'
export { assertMemcachedKeys } from './checks/assert-memcached-keys.ts'
export { assertOptions, type OptionNames } from './checks/assert-options.ts'
export { assertStorable } from './checks/assert-storable.ts'
export { type Clock, clock } from './clock.ts'
export { type Delta, toCounter, toDelta } from './counter.ts'
export { forwardTo } from './contract/forward-to.ts'
export { isError } from './is-error.ts'
export { isSameBytes } from './is-same-bytes.ts'
export { isThenable } from './is-thenable.ts'
export { assertLifetime, toExptime } from './lifetime.ts'
export { getManyByGet } from './batches/many-by-get.ts'
export { orPartial } from './batches/or-partial.ts'
export { pickServers } from './batches/pick-servers.ts'
export { printedAs } from './printed-as.ts'
export { reasonOf } from './reason-of.ts'
export { type CallName, settleWithin } from './settle-within.ts'
export { watchAbort, type Watcher } from './watch-abort.ts'
export { withoutPartial, withPartial } from './batches/with-partial.ts'
export { COMMAND_CHANNEL, type CommandName, type CommandTrace } from './tracing/command-trace.ts'
export { type Diagnostics, diagnostics } from './tracing/diagnostics.ts'
export { isCommandTraced, traceCommand, type TracedCommand, type Traffic } from './tracing/trace-command.ts'
export { type Traced, tracePromise } from './tracing/trace-promise.ts'
export { withRealTicks } from './with-real-ticks.ts'
export { toWireKey, toWireKeys } from './checks/wire-key.ts'
