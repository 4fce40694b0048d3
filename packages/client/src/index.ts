export type { FailurePolicy, MemcachedClientOptions } from './client-options.ts'
export { LostInvalidationsError } from './lost-invalidations-error.ts'
export { type Failure, FAILURE_CHANNEL, type Operation } from './failure.ts'
export { KeyTrackingDisabledError } from './key-tracking-disabled-error.ts'
export {
  type GetOptions,
  type KeyOptions,
  type KeysOptions,
  MemcachedClient,
  type SetOptions,
} from './memcached-client.ts'
