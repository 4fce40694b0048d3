import { spawnSync } from 'node:child_process'

/**
 * Installs missing Debian packages. Returns `false` when this system is not Debian, or this process is not
 * root; otherwise `true`.
 */
export function installDebianPackages(...names: string[]): boolean {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) return false
  const missing = names.filter((name) => !isInstalled(name))
  if (missing.length > 0) {
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...missing)
  }
  return true
}

/** A package that was removed but not purged has a status as well. */
function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', '${Status}', name], {
    encoding: 'utf8',
  })
  return stdout === 'install ok installed'
}

/** Waits while another process, say the tests of another package, installs something. */
function aptGet(...args: string[]): void {
  for (let tries = 1; ; tries++) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (status === 0) return
    if (tries === 150 || !/could not get lock|unable to lock/i.test(stderr))
      throw new Error(`apt-get ${args.join(' ')} has failed: ${stderr.trim()}`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
  }
}
