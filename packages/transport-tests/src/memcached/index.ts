export { findMemcached } from './find-memcached.ts'
export { freePort } from './free-port.ts'
export { memcachedPath } from './memcached-path.ts'
export { type MemcachedOptions, type MemcachedServer, startMemcached } from './start-memcached.ts'
