import { type MemcachedOptions, type MemcachedServer, startMemcached as start } from '@lmc/transport-tests'
import { memcachedPath } from './memcached-path.ts'

/**
 * Starts a memcached, which is installed first where there is none, and resolves when it accepts connections.
 */
export async function startMemcached(options: MemcachedOptions = {}): Promise<MemcachedServer> {
  return start({ binary: memcachedPath(), ...options })
}
