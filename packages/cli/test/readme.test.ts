import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { startMemcached } from '@lmc/memcached-server'
import { describe, expect, it } from 'vitest'
import { plainEnv, program } from './running/run-process.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

/** The calls of the README and what each writes. */
function session(): { call: string; shown: string }[] {
  const [, block = ''] = /^```console\n(.*?)^```$/ms.exec(readme) ?? []
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { call: part.slice(0, end), shown: part.slice(end + 1) }
    })
}

describe('the README', () => {
  it('shows calls that write what it says', async () => {
    const server = await startMemcached()
    const folder = await mkdtemp(join(tmpdir(), 'lmc-readme-'))
    const lmc = join(folder, 'lmc')
    await writeFile(lmc, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
    await chmod(lmc, 0o755)
    const env = plainEnv({
      MEMCACHED_SERVERS: server.address,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    })
    const calls = session()
    expect(calls.length).toBeGreaterThan(10)
    for (const { call, shown } of calls) {
      const { stdout } = await promisify(execFile)('sh', ['-c', call], { env })
      // On a terminal a value has a line end behind it.
      const lines = (text: string): string[] => text.trimEnd().split('\n').toSorted()
      expect({ call, lines: lines(stdout) }).toEqual({ call, lines: lines(shown) })
    }
    await rm(folder, { recursive: true })
    await server.stop()
  })

  it('has each command in its table, and each common option', async () => {
    const folders = ['files', 'keys', 'servers', 'values'].map(
      (name) => new URL(`../src/commands/${name}`, import.meta.url),
    )
    const files = (await Promise.all(folders.map((folder) => readdir(folder)))).flat()
    const listed = [...readme.matchAll(/^\| `lmc ([a-z]+)/gm)].map(([, name]) => `${name}.ts`)
    expect(listed.toSorted()).toEqual(files.toSorted())
    const source = await readFile(new URL('../src/options/common-options.ts', import.meta.url), 'utf8')
    const options = [...source.matchAll(/'(?:-\w, )?(--[a-z-]+)/g)].map(([, name = '']) => name)
    expect(options.length).toBeGreaterThan(15)
    expect(options.filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  })
})
