export type {
  CallOptions,
  DependentsOptions,
  EntryOptions,
  GetOptions,
  IncrementOptions,
  KeyOptions,
  KeysOptions,
  SetEntry,
  SetOptions,
} from './options/call-options.ts'
export type { MemcachedClientOptions } from './options/client-options.ts'
export type { FailurePolicy } from './options/failure-policy.ts'
export type { Lifetime, LifetimeText } from './options/lifetime.ts'
export type { ViewOptions } from './options/view-options.ts'
export type { CallScope, CallTrace } from './calls/call-trace.ts'
export type { Counters } from './calls/counters.ts'
export {
  CALL_CHANNEL,
  type Failure,
  FAILURE_CHANNEL,
  type FailureListener,
  type Recovery,
  RECOVERY_CHANNEL,
} from './calls/failure.ts'
export { ConflictError } from './calls/conflict-error.ts'
export { logFailures, type LogFailuresOptions } from './calls/log-failures.ts'
export type { Operation } from './calls/operation.ts'
export { LostInvalidationsError } from './guard/lost-invalidations-error.ts'
export type { GetOrSetOptions, Load, LoadContext, StoreWith } from './loading/get-or-set-options.ts'
export { LoadError } from './loading/load-error.ts'
export { MemcachedClient } from './memcached-client.ts'
export { SchemaError, type SchemaErrorCode } from './schema/schema-error.ts'
export {
  type AdapterClient,
  type AdapterNature,
  type ClientSource,
  openClient,
} from './adapters/client-source.ts'
export type { CacheView } from './view/cache-view.ts'
export type { KeyName } from './keys/namespaced-keys.ts'
export { isOwnItem } from './keys/own-keys.ts'
export type { AuditOptions, ListedKey } from './namespaces/key-lister.ts'
export { KeyTrackingDisabledError } from './namespaces/key-tracking-disabled-error.ts'

// Types and errors of the client's methods from other packages. So nobody installs four packages to catch an
// error.
export {
  type Codec,
  CodecError,
  type CodecErrorCode,
  type Encoded,
  isCodecError,
  jsonCodec,
} from '@lmc/codec'
export {
  cacheKey,
  type CacheKey,
  InvalidKeyError,
  type InvalidKeyErrorCode,
  isInvalidKeyError,
  isRawKey,
  type NamesItself,
  type PlainKey,
  RawKey,
  type RawKeyEncoding,
} from '@lmc/keys'
export {
  type DeadKey,
  type KeyAudit,
  type NamespaceSize,
  TrackerError,
  type TrackerErrorCode,
} from '@lmc/tracker'
export {
  isTransportError,
  type Milliseconds,
  type Seconds,
  type ServerStatistics,
  type Transport,
  TransportError,
  type TransportErrorCode,
} from '@lmc/transport'
