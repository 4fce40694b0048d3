import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeRelease } from './node-release.ts'
import { folders, PackedPackages, root } from '../src/packed-packages.ts'
import { installedBy, sampleOf } from '../src/readme.ts'

const run = promisify(execFile)

/** The Node that runs this file. */
const OWN = process.versions.node

/** Where the installed `lmc` runs. */
const releases = process.env['LMC_LONG'] === '1' ? [OWN, '20.20.2', '22.23.3', '24.21.0'] : [OWN]

const names = folders.map((folder) => `@lmc/${folder}`)

let packages: PackedPackages
let server: MemcachedServer

beforeAll(async () => {
  packages = await PackedPackages.pack()
  server = await startMemcached()
})

afterAll(async () => {
  await server.stop()
  await packages.remove()
})

/** Runs the sample in the folder, and resolves to its output. */
async function runSample(folder: string, sample: string): Promise<string> {
  await writeFile(join(folder, 'sample.mjs'), sample)
  const { stdout } = await run(process.execPath, ['sample.mjs'], { cwd: folder, timeout: 20_000 })
  return stdout
}

/** The names that a package exports, by `import` and by `require`. */
async function exportsOf(folder: string, name: string): Promise<string[][]> {
  const source = `
    import { createRequire } from 'node:module'
    const all = [await import('${name}'), createRequire(import.meta.url)('${name}')]
    const isOwn = (key) => !['default', 'module.exports', '__esModule'].includes(key)
    process.stdout.write(JSON.stringify(all.map((one) => Object.keys(one).filter(isOwn).toSorted())))`
  await writeFile(join(folder, 'exports.mjs'), source)
  const { stdout } = await run(process.execPath, ['exports.mjs'], { cwd: folder, timeout: 20_000 })
  return JSON.parse(stdout)
}

describe('the devDependencies of this package', () => {
  it('include every package, so that all are built before they are packed', async () => {
    const { devDependencies } = JSON.parse(
      await readFile(join(root, 'internal', 'packed', 'package.json'), 'utf8'),
    )
    expect(Object.keys(devDependencies)).toEqual(
      [...names, '@lmc/chromium', '@lmc/memcached-server', '@lmc/report'].toSorted(),
    )
  })
})

describe.each(names)('%s, packed', (name) => {
  it('holds its license, README, sources and types', async () => {
    const { stdout } = await run('tar', ['-tzf', packages.tarballs.get(name) ?? ''])
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

  it('installs into an empty folder as its README says, exports the same by import and require, and runs the sample of its README', async () => {
    const folder = await packages.install(
      ...(await installedBy(join(root, 'packages', name.slice(5), 'README.md'))),
    )
    const [imported, required] = await exportsOf(folder, name)
    expect(imported?.length).toBeGreaterThan(0)
    expect(required).toEqual(imported)
    const sample = await sampleOf(join(folder, 'node_modules', name, 'README.md'), server.address)
    await expect(runSample(folder, sample)).resolves.toBeTypeOf('string')
  })
})

describe.each(releases)('lmc, packed, on Node %s', (release) => {
  let lmc: (...args: string[]) => Promise<string>
  let folder: string
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    folder = await packages.install('@lmc/cli')
    const node = release === OWN ? dirname(process.execPath) : await nodeRelease(release)
    env = {
      ...process.env,
      MEMCACHED_SERVERS: server.address,
      PATH: `${node}${delimiter}${process.env['PATH'] ?? ''}`,
    }
    lmc = async (...args) => {
      const { stdout } = await run(join('node_modules', '.bin', 'lmc'), args, {
        cwd: folder,
        env,
        timeout: 20_000,
      })
      return stdout
    }
  })

  it('pings, stores, reads and lists', async () => {
    await expect(lmc('ping')).resolves.toMatch(/ok$/m)
    await lmc('set', '--namespace', 'packed', 'greeting', 'hello', '--codec', 'structured')
    await expect(lmc('get', '--namespace', 'packed', 'greeting')).resolves.toBe('hello')
    await expect(lmc('keys', '--namespace', 'packed')).resolves.toBe('greeting\n')
    const { version } = JSON.parse(await readFile(join(root, 'packages', 'cli', 'package.json'), 'utf8'))
    await expect(lmc('--version')).resolves.toBe(`${version}\n`)
  })

  it('serves its page', async () => {
    const child = spawn(join('node_modules', '.bin', 'lmc'), ['ui', '--json'], { cwd: folder, env })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { address } = JSON.parse(line.toString()) as { readonly address: string }
    const [page, script, servers] = await Promise.all(
      ['', 'page.js', 'api/servers'].map(async (path) => (await fetch(address + path)).text()),
    )
    expect(page).toContain('<title>lmc</title>')
    expect(script?.length).toBeGreaterThan(50_000)
    expect(servers).toContain(server.address)
    child.kill('SIGINT')
    await expect(once(child, 'close')).resolves.toEqual([130, null])
  })
})

describe('the README of the repository', () => {
  it('has a sample that runs with the packages that it names, and prints what its comments say', async () => {
    const folder = await packages.install('@lmc/client', '@lmc/transport-meta')
    const printed = await runSample(folder, await sampleOf(join(root, 'README.md'), server.address))
    expect(printed.split('\n')).toEqual(["{ name: 'Ada', tags: [ 'math' ] }", '[ { user: 7 } ]', ''])
  })
})
