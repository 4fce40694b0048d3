import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Builds a Go program with Debian's packages, in a folder of its own. Returns the path of the program. */
export function buildGo(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lmc-interop-'))
  const program = join(folder, 'program')
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: folder }
  execFileSync('go', ['build', '-o', program, source], { env })
  return program
}
