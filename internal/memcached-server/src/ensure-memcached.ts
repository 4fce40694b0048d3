import { installDebianPackages } from './install-debian-packages.ts'
import { memcachedPath } from './memcached-path.ts'

// Runs once before all tests. So packages whose tests run side by side do not each install memcached.
try {
  memcachedPath()
  // For memcached with authentication. Debian does not install it with memcached.
  installDebianPackages('libsasl2-modules')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
