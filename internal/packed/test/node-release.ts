import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { QUIETLY } from '../src/packed-packages.ts'

/**
 * Resolves to the folder of the program `node` of that version, which npm installs where it is missing.
 *
 * @throws {Error} when the program is of another version.
 */
export async function nodeRelease(version: string): Promise<string> {
  const wanted = `node-${process.platform}-${process.arch}@${version}`
  const script = 'process.stdout.write(JSON.stringify([process.execPath, process.version]))'
  const args = ['--yes', ...QUIETLY, '-p', wanted, '-c', `node -e '${script}'`]
  const { stdout } = await promisify(execFile)('npx', args)
  const [path, found]: [string, string] = JSON.parse(stdout)
  if (found !== `v${version}`) throw new Error(`Expected node ${version}; npm gave ${found}`)
  return dirname(path)
}
