import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runCli } from '../running/run-cli.ts'

const folders = ['files', 'keys', 'servers', 'values']
const names = (
  await Promise.all(
    folders.map((folder) => readdir(new URL(`../../src/commands/${folder}`, import.meta.url))),
  )
)
  .flat()
  .map((file) => file.replace(/\.ts$/, ''))
  .toSorted()

describe('lmc --help', () => {
  it('names each command once, what each does, and the exit codes', async () => {
    const { code, stdout, stderr } = await runCli(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, listed = ''] = stdout.split('Commands:')
    const found = [...listed.matchAll(/^ {2}([a-z]+) .*? {2,}\S/gm)].map(([, name]) => name)
    expect(found.filter((name) => name !== 'help')).toEqual(names)
    expect(stdout).toContain('Exit codes: 0 done, 1 a miss, 2 a mistake, 3 a server fails')
  })
})

describe.each(names)('lmc %s --help', (name) => {
  it('says what it does, its arguments, the common options, and shows examples that can be', async () => {
    const { code, stdout, stderr } = await runCli([name, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^Usage: lmc ${name} `))
    expect(stdout).toContain('--servers <list>')
    const [, shown = ''] = stdout.split('Examples:\n')
    const calls = [...shown.matchAll(/^ {2}\$ (.*?) {2}# \S/gm)].map(([, call = '']) => call)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.some((call) => call.includes(`lmc ${name}`))).toBe(true)
  })
})

describe('a mistake', () => {
  it.each([
    ['a command that there is not', ['gett', 'a'], '(Did you mean get?)'],
    ['an option that there is not', ['get', 'a', '--namespac', 'b'], '(Did you mean --namespace?)'],
    ['a missing argument', ['get'], "missing required argument 'key'"],
    ['an argument too many', ['get', 'a', 'b'], 'too many arguments'],
    ['no command', [], 'Usage: lmc'],
    ['a codec that there is not', ['get', 'a', '--codec', 'xml'], 'Allowed choices are json'],
    ['a time-out that is none', ['get', 'a', '--timeout', '0'], 'Expected a whole number from 1'],
    ['a server that is none', ['get', 'a', '-s', 'http://a'], 'memcached://'],
    ['a server that is there twice', ['get', 'a', '-s', 'a:1,a:1'], 'a:1'],
    ['a password without a name', ['get', 'a', '--password', 'x'], 'username'],
    ['a certificate that is not there', ['get', 'a', '--tls-ca', '/no/such/file'], '/no/such/file'],
  ])('%s ends with 2 and a word on standard error', async (_, args, message) => {
    const outcome = await runCli(args)
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain(message)
  })
})

describe('lmc --version', () => {
  it('writes the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  })
})

describe('runLmc', () => {
  it('resolves to the exit code, in the process of its caller', async () => {
    expect(await runCli(['get', 'a', '-s', '127.0.0.1:1'])).toMatchObject({ code: 3 })
    const signal = AbortSignal.abort()
    const stopped = await runCli(['get', 'a', '-s', '127.0.0.1:1'], { signal })
    expect(stopped).toEqual({ code: 130, stdout: '', stderr: 'Stopped.\n', bytes: Buffer.alloc(0) })
  })
})
