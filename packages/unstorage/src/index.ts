export { memcachedDriver as default, memcachedDriver, type MemcachedDriver } from './memcached-driver.ts'
export type { MemcachedDriverOptions } from './memcached-driver-options.ts'
