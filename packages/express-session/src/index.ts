export { MemcachedStore } from './memcached-store.ts'
export type { MemcachedStoreOptions } from './memcached-store-options.ts'
export type { Callback } from './callback.ts'
