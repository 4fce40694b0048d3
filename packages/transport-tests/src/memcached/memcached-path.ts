import { findMemcached } from './find-memcached.ts'

/**
 * The path from `findMemcached`.
 *
 * @throws {Error} when there is no memcached. The message is one sentence, and says how to get one.
 */
export function memcachedPath(): string {
  const path = findMemcached()
  if (path !== undefined) return path
  throw new Error(
    'There is no memcached on the PATH: install one (`apt-get install memcached`, `brew install ' +
      'memcached`) or set LMC_MEMCACHED to its path.',
  )
}
