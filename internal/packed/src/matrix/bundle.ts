import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runFile } from '../run-file.ts'

/** Bundles a program of the folder, and resolves to the code of one ES module. */
export async function bundle(folder: string, program: string, ...options: string[]): Promise<string> {
  const file = join(folder, `${program}.bundle.mjs`)
  const args = [join('programs', `${program}.mjs`), '--bundle', '--format=esm', `--outfile=${file}`]
  const esbuild = join(folder, 'node_modules', 'esbuild', 'bin', 'esbuild')
  await runFile(esbuild, [...args, '--log-level=warning', ...options], { cwd: folder })
  return readFile(file, 'utf8')
}
