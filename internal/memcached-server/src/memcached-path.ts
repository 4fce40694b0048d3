import { findMemcached, memcachedPath as pathOrFailure } from '@lmc/transport-tests'
import { installDebianPackages } from './install-debian-packages.ts'

/**
 * The path of a memcached program: the one from `findMemcached`, or else the one of Debian's package. The
 * package is installed when this process is root and the system has apt.
 *
 * @throws {Error} when there is none. The message is one sentence, and says how to get one.
 */
export function memcachedPath(): string {
  if (findMemcached() === undefined) installDebianPackages('memcached')
  return pathOrFailure()
}
