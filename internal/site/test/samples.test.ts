import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { generate } from 'selfsigned'
import ts from 'typescript'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSamples } from './samples.ts'

let folder: string
const servers: MemcachedServer[] = []

beforeEach(async () => {
  // Below the package, so that the programs find what it has installed.
  folder = await mkdtemp(fileURLToPath(new URL('../sample-', import.meta.url)))
})

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await rm(folder, { recursive: true })
})

/** Starts a memcached as the guide to TLS has it, and puts `ca.pem` beside the program. */
async function startWithTls(): Promise<MemcachedServer> {
  const names = [{ type: 2 as const, value: 'localhost' }]
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: names }],
  })
  const files = { 'server.pem': cert, 'server.key': key, 'ca.pem': cert, users: 'app:secret\n' }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const tls = `ssl_chain_cert=${join(folder, 'server.pem')},ssl_key=${join(folder, 'server.key')}`
  return startMemcached({ args: ['-Z', '-o', tls, '-Y', join(folder, 'users')] })
}

/** Starts a server for each address in the program, and resolves to the program with their addresses. */
async function withServers(code: string): Promise<string> {
  let program = code.replaceAll('127.0.0.1:11219', `127.0.0.1:${await freePort()}`)
  const addresses = code.match(/(127\.0\.0\.1|localhost|cache-\d):11211/g) ?? []
  for (const address of new Set(addresses)) {
    const hasTls = address.startsWith('localhost')
    const server = hasTls ? await startWithTls() : await startMemcached()
    servers.push(server)
    program = program.replaceAll(address, hasTls ? `localhost:${server.port}` : server.address)
  }
  return program
}

/** Runs a program of TypeScript, and resolves to what it prints. */
async function run(code: string): Promise<string> {
  const { ESNext } = ts.ModuleKind
  const compilerOptions = { module: ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true }
  const { outputText } = ts.transpileModule(await withServers(code), { compilerOptions })
  await writeFile(join(folder, 'program.mjs'), outputText)
  const { stdout } = await promisify(execFile)(process.execPath, ['program.mjs'], { cwd: folder })
  return stdout
}

const samples = readSamples()

describe('the samples of the pages', () => {
  it('are found', () => {
    expect(samples.length).toBeGreaterThan(10)
  })

  it.each(samples)('$page shows a program that prints what its comments say', async ({ code, printed }) => {
    expect(printed).not.toEqual([])
    const lines = (await run(code)).trimEnd().split('\n')
    expect(lines).toEqual(printed)
  })
})
