export { freePort, type MemcachedOptions, type MemcachedServer } from '@lmc/transport-tests'
export { installDebianPackages } from './install-debian-packages.ts'
export { startMemcached } from './start-memcached.ts'
