import { spawnSync } from 'node:child_process'
import { installDebianPackages } from '@lmc/memcached-server'

/** What the program is called on different systems. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/**
 * The path of a Chromium: the one that `LMC_CHROMIUM` names, or else the one on the PATH, or else the one of
 * Debian's package. The package is installed when this process is root and the system has apt.
 *
 * @throws {Error} when there is none. The message is one sentence, and says how to get one.
 */
export function chromiumPath(): string {
  const { LMC_CHROMIUM: named } = process.env
  if (named !== undefined) return named
  const found = findChromium() ?? (installDebianPackages('chromium') ? findChromium() : undefined)
  if (found !== undefined) return found
  throw new Error(
    'There is no Chromium on the PATH: install one (`apt-get install chromium`), or set LMC_CHROMIUM to one.',
  )
}

function findChromium(): string | undefined {
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
    if (status === 0) return stdout.trim()
  }
  return undefined
}
