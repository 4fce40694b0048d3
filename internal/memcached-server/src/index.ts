export { freePort, type MemcachedOptions, type MemcachedServer } from '@lmc/transport-tests'
export { startMemcached } from './start-memcached.ts'
