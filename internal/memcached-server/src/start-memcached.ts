import { type MemcachedOptions, type MemcachedServer, startMemcached as start } from '@lmc/transport-tests'
import { memcachedPath } from './memcached-path.ts'

/**
 * Starts a memcached, and resolves when it accepts connections. Installs memcached first when there is none.
 */
export async function startMemcached(options: MemcachedOptions = {}): Promise<MemcachedServer> {
  return start({ binary: memcachedPath(), ...options })
}
