import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = (await readdir(join(root, 'packages'))).toSorted()
const names = folders.map((folder) => `@lmc/${folder}`)

let scratch: string
let server: MemcachedServer
const tarballs = new Map<string, string>()

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'lmc-packed-'))
  server = await startMemcached()
  for (const folder of folders) {
    const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', scratch], {
      cwd: join(root, 'packages', folder),
    })
    const { name, filename }: { name: string; filename: string } = JSON.parse(stdout)
    tarballs.set(name, filename)
  }
})

afterAll(async () => {
  await server.stop()
  await rm(scratch, { recursive: true })
})

/** An empty folder in which nothing but the package is installed, and what it depends on. */
async function installAlone(name: string): Promise<string> {
  const folder = join(scratch, name)
  await mkdir(folder, { recursive: true })
  const files = [...tarballs].map(([packed, path]) => [packed, `file:${path}`] as const)
  const manifest = {
    private: true,
    dependencies: Object.fromEntries(files.filter(([packed]) => packed === name)),
    // The others come from no registry before they are published.
    overrides: Object.fromEntries(files.filter(([packed]) => packed !== name)),
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
  })
  return folder
}

/** The first JavaScript of a README, as it stands, but for the address of the server. */
async function sampleOf(folder: string, name: string): Promise<string> {
  const readme = await readFile(join(folder, 'node_modules', name, 'README.md'), 'utf8')
  const [, sample] = /^```js\n(.*?)^```$/ms.exec(readme) ?? []
  if (sample === undefined) throw new Error(`The README of ${name} has no \`\`\`js block`)
  return sample.replaceAll('127.0.0.1:11211', server.address)
}

describe('the devDependencies of this package', () => {
  it('name every package, so that all are built before they are packed', async () => {
    const { devDependencies } = JSON.parse(await readFile(join(root, 'packaging', 'package.json'), 'utf8'))
    expect(Object.keys(devDependencies)).toEqual([...names, '@lmc/testing'].toSorted())
  })
})

describe.each(names)('%s, packed', (name) => {
  it('holds its license, README, sources and types', async () => {
    const { stdout } = await run('tar', ['-tzf', tarballs.get(name) ?? ''])
    const entries = stdout.split('\n')
    for (const file of [
      'LICENSE',
      'README.md',
      'package.json',
      'src/index.ts',
      'dist/index.js',
      'dist/index.d.ts',
    ]) {
      expect(entries).toContain(`package/${file}`)
    }
    expect(entries.filter((entry) => entry.includes('test'))).toEqual([])
  })

  it('installs alone into an empty folder, and the sample of its README runs there', async () => {
    const folder = await installAlone(name)
    await writeFile(join(folder, 'sample.mjs'), await sampleOf(folder, name))
    const { stdout } = await run(process.execPath, ['sample.mjs'], { cwd: folder, timeout: 20_000 })
    expect(stdout).not.toBe('')
  }, 120_000)
})
