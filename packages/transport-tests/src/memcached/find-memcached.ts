import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The path of a memcached program: the one that `LMC_MEMCACHED` names, or else the one on the PATH.
 * `undefined` when there is neither.
 *
 * @throws {Error} when `LMC_MEMCACHED` names a file that cannot be run.
 */
export function findMemcached(): string | undefined {
  const named = process.env['LMC_MEMCACHED']
  if (named === undefined || named === '') return findOnPath()
  if (isExecutable(named)) return named
  throw new Error(
    `LMC_MEMCACHED is "${named}", which is no program that can be run; set it to the path of a memcached.`,
  )
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
