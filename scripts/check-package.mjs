// Packs the package of the current folder. Checks the tarball with publint and "are the types wrong", and its
// manifest against the manifest of the repository.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'

const root = fileURLToPath(new URL('..', import.meta.url))
const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

// npm shows these addresses, and accepts a provenance only from this repository.
const { homepage, repository } = readManifest(root)
const { homepage: ownHomepage, repository: ownRepository } = readManifest('.')
const directory = relative(root, process.cwd()).replaceAll('\\', '/')
assert.deepEqual(ownRepository, { ...repository, directory })
assert.equal(ownHomepage, `${homepage}/tree/main/${directory}#readme`)

const scratch = mkdtempSync(join(tmpdir(), 'lmc-check-'))
const shell = process.platform === 'win32'
try {
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', scratch], {
    encoding: 'utf8',
    shell,
  })
  const { filename } = JSON.parse(packed)
  execFileSync('pnpm', ['exec', 'publint', '--strict', filename], { stdio: 'inherit', shell })
  execFileSync('pnpm', ['exec', 'attw', filename, '--profile', 'strict', '--format', 'ascii', '--no-emoji'], {
    stdio: 'inherit',
    shell,
  })
} finally {
  rmSync(scratch, { recursive: true })
}
