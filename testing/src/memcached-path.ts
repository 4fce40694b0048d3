import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installDebianPackages } from './install-debian-packages.ts'

/**
 * The path of a memcached binary: the one that `LMC_MEMCACHED` names, else the one on the PATH, else Debian's package, which is
 * installed when this runs as root where there is apt.
 *
 * @throws {Error} one sentence that says how to get one.
 */
export function memcachedPath(): string {
  const named = process.env['LMC_MEMCACHED']
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named
    throw new Error(
      `LMC_MEMCACHED is "${named}", which is no program that can be run; set it to the path of a memcached.`,
    )
  }
  return findOnPath() ?? installFromDebian() ?? fail()
}

function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, 'memcached')).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installFromDebian(): string | undefined {
  return installDebianPackages('memcached') ? findOnPath() : undefined
}

function fail(): never {
  throw new Error(
    'The tests need a memcached: install one (`apt-get install memcached`, `brew install memcached`) or set LMC_MEMCACHED to its path.',
  )
}
