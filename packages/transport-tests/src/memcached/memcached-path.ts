import { findMemcached } from './find-memcached.ts'

/**
 * The path that `findMemcached` finds.
 *
 * @throws {Error} one sentence that says how to get a memcached, when there is none.
 */
export function memcachedPath(): string {
  const path = findMemcached()
  if (path !== undefined) return path
  throw new Error(
    'There is no memcached on the PATH: install one (`apt-get install memcached`, `brew install memcached`) or set LMC_MEMCACHED to its path.',
  )
}
