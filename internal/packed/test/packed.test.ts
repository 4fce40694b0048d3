import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
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

/** An empty folder in which nothing but these packages is installed, and what they depend on. */
async function install(...wanted: string[]): Promise<string> {
  const folder = join(scratch, 'installed', ...wanted)
  await mkdir(folder, { recursive: true })
  const files = [...tarballs].map(([packed, path]) => [packed, `file:${path}`] as const)
  const manifest = {
    private: true,
    dependencies: Object.fromEntries(files.filter(([packed]) => wanted.includes(packed))),
    // The others come from no registry before they are published.
    overrides: Object.fromEntries(files.filter(([packed]) => !wanted.includes(packed))),
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
  })
  return folder
}

/** The first JavaScript of a README, as it stands, but for the address of the server. */
async function sampleOf(path: string): Promise<string> {
  const [, sample] = /^```js\n(.*?)^```$/ms.exec(await readFile(path, 'utf8')) ?? []
  if (sample === undefined) throw new Error(`${path} has no \`\`\`js block`)
  return sample.replaceAll('127.0.0.1:11211', server.address)
}

/** What the sample prints when it runs in the folder. */
async function runSample(folder: string, sample: string): Promise<string> {
  await writeFile(join(folder, 'sample.mjs'), sample)
  const { stdout } = await run(process.execPath, ['sample.mjs'], { cwd: folder, timeout: 20_000 })
  return stdout
}

describe('the devDependencies of this package', () => {
  it('name every package, so that all are built before they are packed', async () => {
    const { devDependencies } = JSON.parse(
      await readFile(join(root, 'internal', 'packed', 'package.json'), 'utf8'),
    )
    expect(Object.keys(devDependencies)).toEqual([...names, '@lmc/memcached-server'].toSorted())
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
    expect(entries.filter((entry) => entry.startsWith('package/test/'))).toEqual([])
  })

  it('installs alone into an empty folder, and the sample of its README runs there', async () => {
    const folder = await install(name)
    const sample = await sampleOf(join(folder, 'node_modules', name, 'README.md'))
    await expect(runSample(folder, sample)).resolves.toBeTypeOf('string')
  }, 120_000)
})

describe('the README of the repository', () => {
  it('has a sample that runs with what it says to install, and prints what its comments say', async () => {
    const folder = await install('@lmc/client', '@lmc/transport-meta')
    const printed = await runSample(folder, await sampleOf(join(root, 'README.md')))
    expect(printed.split('\n')).toEqual([
      'Grüße, 世界',
      "{ name: 'Ada', tags: [ 'math' ] }",
      'undefined',
      "[ 'greeting', { user: 7, view: 'list' } ]",
      '',
    ])
  }, 120_000)
})
