import { execFileSync, spawnSync } from 'node:child_process'

/** Installs those that are missing, and returns `true`; or `false` where this is no Debian or does not run as root. */
export function installDebianPackages(...names: string[]): boolean {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) return false
  const missing = names.filter((name) => spawnSync('dpkg', ['--status', name]).status !== 0)
  if (missing.length > 0) {
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...missing)
  }
  return true
}

function aptGet(...args: string[]): void {
  execFileSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
