import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeTransport } from '../src/write-transport.mjs'

/** The part of vitest's report in JSON that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const IS_LONG = process.env['LMC_LONG'] === '1'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const own = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

let scratch: string
let folder: string
let written: string[]

// Within this package, so that its dependencies are those of the new one.
beforeAll(async () => {
  scratch = await mkdtemp(join(own, 'tried-'))
  folder = join(scratch, 'transport-tried-out')
  written = await writeTransport('tried-out', folder)
  await mkdir(join(scratch, 'node_modules', '@lmc'), { recursive: true })
  await symlink(folder, join(scratch, 'node_modules', '@lmc', 'transport-tried-out'))
  const base = join(root, 'tsconfig.base.json')
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
  }
  const everything = { extends: base, compilerOptions, include: ['src', 'test'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(everything))
})
afterAll(() => rm(scratch, { recursive: true }))

const run = async (program: string, ...args: string[]): Promise<{ stdout: string; code: number }> => {
  const env = { ...process.env, NO_COLOR: '1' }
  try {
    const { stdout } = await promisify(execFile)(bin(program), args, { cwd: folder, env, maxBuffer: 2 ** 28 })
    return { stdout, code: 0 }
  } catch (error) {
    const { stdout = '', code } = error as { stdout?: string; code?: number }
    return { stdout, code: code ?? NaN }
  }
}

describe('writeTransport', () => {
  it('writes a package under its own name', async () => {
    expect(written).toEqual([
      'README.md',
      'package.json',
      'src/index.ts',
      'src/tried-out-transport-options.ts',
      'src/tried-out-transport.ts',
      'test/conformance.test.ts',
      'test/faults.test.ts',
      'test/programs/open.mjs',
      'tsconfig.json',
    ])
    const texts = await Promise.all(written.map((path) => readFile(join(folder, path), 'utf8')))
    expect(texts.join('\n')).not.toMatch(/nameless/i)
    expect(JSON.parse(texts[1] ?? '')).toMatchObject({ name: '@lmc/transport-tried-out', version: '0.0.0' })
    expect(texts[4]).toContain('export class TriedOutTransport implements Transport')
  })

  it('refuses a folder that exists, and writes nothing', async () => {
    const taken = join(scratch, 'node_modules')
    await expect(writeTransport('taken', taken)).rejects.toThrow('exists already; nothing was written')
    expect(await readdir(taken)).toEqual(['@lmc'])
  })

  it.each(['', 'MyClient', 'my_client', '-a', 'a--b', '../a', '7up'])(
    'refuses the name "%s"',
    async (name) => {
      await expect(writeTransport(name, join(scratch, 'none'))).rejects.toThrow(
        'expected words of a-z and 0-9',
      )
      expect(await readdir(scratch)).not.toContain('none')
    },
  )
})

describe('the package that it writes', () => {
  it('has no error of types', async () => {
    expect(await run('tsc', '-p', '.')).toEqual({ stdout: '', code: 0 })
  })

  it('builds, and both suites are red: each clause says what is missing', async () => {
    expect(await run('tsdown', '--config', join(root, 'tsdown.config.ts'))).toMatchObject({ code: 0 })
    // The fault suite takes a minute as a whole.
    const only = IS_LONG ? [] : ['--testNamePattern', 'as a transport|close with 200 calls|after 500 calls']
    const config = join(root, 'vitest.config.ts')
    const { stdout, code } = await run('vitest', 'run', '--config', config, '--reporter', 'json', ...only)
    expect(code).toBe(1)
    const { testResults } = JSON.parse(stdout) as Report
    const results = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'passed' || status === 'failed')
    expect(results.length).toBeGreaterThan(IS_LONG ? 150 : 70)
    // What keeps no process alive and promises nothing of calls is so from the start.
    const green = results.filter(({ status }) => status === 'passed').map(({ title }) => title)
    expect(green.filter((title) => !/^a process that used .* ends by itself$/.test(title))).toEqual([])
    const puzzling = results
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages: [text = ''] }) => `${title}: ${text.split('\n    at ')[0]}`)
      .filter((text) => !SAYS_WHY.test(text))
    expect(puzzling).toEqual([])
  })
})

/** The method that is missing, or what the clause expected. */
const SAYS_WHY = /\w\(\) is not implemented yet|: AssertionError.*(?:expected|accepted|took) /s
