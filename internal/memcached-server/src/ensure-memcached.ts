import { installDebianPackages } from './install-debian-packages.ts'
import { memcachedPath } from './memcached-path.ts'

// Runs once before all tests, so that packages whose tests run side by side do not all install a memcached.
try {
  memcachedPath()
  // What memcached authenticates by, where it was asked to; Debian does not install it with memcached.
  installDebianPackages('libsasl2-modules')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
