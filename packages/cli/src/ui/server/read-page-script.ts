import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Resolves to the script of the page, which stands beside the program. */
export async function readPageScript(): Promise<string> {
  // By the package's own name: which file of `dist` this is depends on the bundler.
  const manifest = createRequire(import.meta.url).resolve('@lmc/cli/package.json')
  return readFile(join(dirname(manifest), 'dist', 'page', 'page.js'), 'utf8')
}
