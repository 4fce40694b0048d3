// Packs the package of the current folder and holds the tarball against publint and "are the types wrong".
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'lmc-check-'))
const shell = process.platform === 'win32'
try {
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', scratch], {
    encoding: 'utf8',
    shell,
  })
  const { filename } = JSON.parse(packed)
  execFileSync('pnpm', ['exec', 'publint', '--strict', filename], { stdio: 'inherit', shell })
  execFileSync(
    'pnpm',
    ['exec', 'attw', filename, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'],
    { stdio: 'inherit', shell },
  )
} finally {
  rmSync(scratch, { recursive: true })
}
