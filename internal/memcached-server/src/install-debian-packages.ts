import { execFileSync, spawnSync } from 'node:child_process'

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

function aptGet(...args: string[]): void {
  execFileSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
