import { execFileSync, spawnSync } from 'node:child_process'

/**
 * Installs those that are missing, and returns `true`; or `false` where this is no Debian or does not run as
 * root.
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

/** What was removed but not purged has a status as well. */
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
