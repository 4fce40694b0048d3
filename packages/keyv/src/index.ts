export { KeyvMemcached } from './keyv-memcached.ts'
export type { KeyvEntry } from './keyv-entry.ts'
export type { KeyvMemcachedOptions } from './keyv-memcached-options.ts'
