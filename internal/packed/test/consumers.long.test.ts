import { execFile } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PackedPackages, QUIETLY, root } from '../src/packed-packages.ts'

const consumers = join(root, 'internal', 'packed', 'consumers')

let packages: PackedPackages
let server: MemcachedServer
let folder: string

/** Runs a program of the folder. Resolves to its exit code and its output. */
async function run(file: string, ...args: string[]): Promise<{ code: number; printed: string }> {
  const env = { ...process.env, MEMCACHED: server.address }
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { cwd: folder, env, timeout: 120_000 })
    return { code: 0, printed: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: code ?? NaN, printed: `${stdout}${stderr}` }
  }
}

/** Runs an installed tool of the folder. */
const tool = async (path: string, ...args: string[]): ReturnType<typeof run> =>
  run(process.execPath, join('node_modules', path), ...args)

/** The versions of TypeScript, how each resolves modules, and the type of the program. */
const compilers: readonly [version: string, resolution: string, module: string, type: string][] = [
  ...['5.0', '5.4', '5.9'].flatMap((version) => [
    [version, 'node10', 'commonjs', 'commonjs'] as const,
    [version, 'node16', 'node16', 'commonjs'] as const,
    [version, 'node16', 'node16', 'module'] as const,
    [version, 'bundler', 'esnext', 'module'] as const,
  ]),
  ['6', 'node16', 'node16', 'commonjs'],
  ['6', 'node16', 'node16', 'module'],
  ['6', 'bundler', 'esnext', 'module'],
  ['7', 'node16', 'node16', 'commonjs'],
  ['7', 'nodenext', 'nodenext', 'module'],
  ['7', 'bundler', 'esnext', 'module'],
].map(([version = '', resolution = '', module = '', type = '']) => [version, resolution, module, type])

const pathOf = (version: string): string =>
  `${version === '6' ? 'typescript' : `typescript-${version}`}/bin/tsc`

describe('with the packed packages installed', () => {
  beforeAll(async () => {
    packages = await PackedPackages.pack()
    server = await startMemcached()
    folder = await packages.folder('consumers')
    await cp(consumers, folder, { recursive: true })
    await promisify(execFile)('npm', ['ci', ...QUIETLY], { cwd: folder })
    const tarballs = [...packages.tarballs.values()]
    await promisify(execFile)('npm', ['install', ...QUIETLY, '--no-save', ...tarballs], { cwd: folder })
  })
  afterAll(async () => {
    await server.stop()
    await packages.remove()
  })

  it.each(compilers)('TypeScript %s, moduleResolution %s, module %s of type %s', async (...how) => {
    const [version, moduleResolution, module, type] = how
    const name = how.join('-')
    const compilerOptions = {
      target: 'es2022',
      // The types of Node have many versions of their own. Our types are checked completely.
      skipLibCheck: false,
      strict: true,
      noEmit: true,
      types: ['node'],
      module,
      moduleResolution,
    }
    await cp(join(folder, 'programs', 'uses-types.ts'), join(folder, name, 'uses-types.ts'))
    await writeFile(join(folder, name, 'package.json'), JSON.stringify({ type }))
    await writeFile(
      join(folder, name, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['uses-types.ts'] }),
    )
    const { printed } = await tool(pathOf(version), '-p', name, '--pretty', 'false')
    const ours = printed.split('\n').filter((line) => !/^\s|^$|^node_modules\/(?!@lmc\/)/.test(line))
    expect(ours).toEqual([])
  })

  it('Jest runs tests in CommonJS', async () => {
    const config = { rootDir: 'programs', testMatch: ['**/plain.test.cjs'], transform: {} }
    const { code, printed } = await tool('jest/bin/jest.js', '--ci', '--config', JSON.stringify(config))
    expect(printed).toMatch(/^Tests: +9 passed, 9 total$/m)
    expect(code, printed).toBe(0)
  })

  it('ts-jest runs tests in TypeScript', async () => {
    const tsconfig = {
      module: 'commonjs',
      moduleResolution: 'node10',
      ignoreDeprecations: '6.0',
      strict: true,
    }
    const transform = {
      '\\.ts$': ['ts-jest', { tsconfig: { ...tsconfig, target: 'es2022', types: ['node', 'jest'] } }],
    }
    const config = { rootDir: 'programs', testMatch: ['**/typed.test.ts'], transform }
    const { code, printed } = await tool('jest/bin/jest.js', '--ci', '--config', JSON.stringify(config))
    expect(printed).toMatch(/^Tests: +2 passed, 2 total$/m)
    expect(code, printed).toBe(0)
  })

  it.each([
    ['esm', 'bundle.mjs'],
    ['cjs', 'bundle.cjs'],
  ])('esbuild bundles a program as %s, and the bundle runs', async (format, bundle) => {
    const args = [
      '--bundle',
      '--platform=node',
      `--format=${format}`,
      `--outfile=${bundle}`,
      '--log-level=warning',
    ]
    expect(await tool('esbuild/bin/esbuild', 'programs/uses-lmc.mjs', ...args)).toEqual({
      code: 0,
      printed: '',
    })
    const { printed } = await run(process.execPath, bundle)
    const found = [['yes'], [{ bundled: 1 }]]
    expect(JSON.parse(printed)).toEqual([found, found])
  })

  it('esbuild bundles keys and codecs for browsers, without modules of Node', async () => {
    const args = [
      '--bundle',
      '--platform=browser',
      '--format=esm',
      '--outfile=browser.mjs',
      '--log-level=warning',
    ]
    expect(await tool('esbuild/bin/esbuild', 'programs/uses-browser.mjs', ...args)).toEqual({
      code: 0,
      printed: '',
    })
    expect(await readFile(join(folder, 'browser.mjs'), 'utf8')).not.toMatch(/node:|\brequire\(/)
    const source = `await import('./browser.mjs'); process.stdout.write(globalThis.found.join())`
    const { printed } = await run(process.execPath, '--input-type=module', '-e', source)
    expect(printed).toBe('188693688126b424eb89e1385eca6f01,true,5000')
  })
})
