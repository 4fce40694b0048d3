import { findMemcached, memcachedPath as pathOrFailure } from '@lmc/transport-tests'
import { installDebianPackages } from './install-debian-packages.ts'

/**
 * The path of a memcached binary: the one that `findMemcached` finds, else Debian's package, which is
 * installed when this runs as root where there is apt.
 *
 * @throws {Error} one sentence that says how to get one.
 */
export function memcachedPath(): string {
  if (findMemcached() === undefined) installDebianPackages('memcached')
  return pathOrFailure()
}
