import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import {
  dalli,
  gomemcache,
  ketama,
  ketamaUnweighted,
  libmemcached,
  MetaTransport,
  modulo,
  npmMemcache,
  perlMemcached,
  pythonMemcached,
  rendezvous,
} from '@lmc/transport-meta'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../running/run-cli.ts'

let folder: string
const running: MemcachedServer[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lmc-cli-'))
})
afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()))
  await rm(folder, { recursive: true })
})

async function start(options: Parameters<typeof startMemcached>[0] = {}): Promise<MemcachedServer> {
  const server = await startMemcached(options)
  running.push(server)
  return server
}

/**
 * What every kind of connection has to be good for: the transport's, that of a dump, and that of ping, stats
 * and watch.
 */
async function expectAll(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const lmc = (...more: string[]) => runCli([...more, ...args], { env })
  expect(await lmc('set', '--raw', 'a', 'b')).toMatchObject({ code: 0, stderr: '' })
  expect(await lmc('get', '--raw', 'a')).toMatchObject({ code: 0, stdout: 'b' })
  expect((await lmc('dump')).stdout).toContain('"key":"a"')
  expect(await lmc('ping')).toMatchObject({ code: 0, stderr: '' })
}

describe('servers', () => {
  it('are named by MEMCACHED_SERVERS, and --servers goes before', async () => {
    const server = await start()
    await expectAll([], { MEMCACHED_SERVERS: server.address })
    await expectAll(['--servers', server.address], { MEMCACHED_SERVERS: '127.0.0.1:1' })
  })

  it('listen on a unix socket', async () => {
    const { address } = await start({ socketPath: join(folder, 'memcached.sock') })
    await expectAll(['-s', address])
    await expectAll(['-s', `unix:${address}`])
  })

  it('listen on IPv6', async () => {
    const { address } = await start({ host: '::1' })
    await expectAll(['-s', address])
  })
})

describe('credentials', () => {
  it('come from options, the environment or a URL, and are in no output', async () => {
    const file = join(folder, 'auth')
    await writeFile(file, 'ada:p@ss:horse\n')
    const { address } = await start({ args: ['-Y', file] })
    await expectAll(['-s', address, '--username', 'ada', '--password', 'p@ss:horse'])
    await expectAll([], {
      MEMCACHED_SERVERS: address,
      MEMCACHED_USERNAME: 'ada',
      MEMCACHED_PASSWORD: 'p@ss:horse',
    })
    await expectAll(['-s', `memcached://ada:p%40ss:horse@${address}`])
    for (const command of [['get', 'a'], ['ping'], ['stats', 'items'], ['keys', '--dump']]) {
      const outcome = await runCli([
        ...command,
        '-s',
        address,
        '--username',
        'ada',
        '--password',
        'wrong-horse',
      ])
      expect(outcome.code).toBe(3)
      expect(outcome.stderr).toContain('refuses the credentials')
      expect(outcome.stderr).not.toContain('horse')
    }
  })
})

describe('TLS', () => {
  it('trusts what --tls-ca names, and nothing else unless --tls-insecure says so', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    })
    const ca = join(folder, 'ca.pem')
    const keyFile = join(folder, 'key.pem')
    await writeFile(ca, cert)
    await writeFile(keyFile, key)
    const { port } = await start({ args: ['-Z', '-o', `ssl_chain_cert=${ca},ssl_key=${keyFile}`] })
    const server = `localhost:${port}`
    await expectAll(['-s', server, '--tls-ca', ca])
    await expectAll(['-s', `memcacheds://${server}`, '--tls-ca', ca])
    await expectAll(['-s', `127.0.0.1:${port}`, '--tls-ca', ca, '--tls-servername', 'localhost'])
    await expectAll(['-s', server, '--tls', '--tls-insecure'])
    const [head] = (await runCli(['ping', '-s', server, '--tls-ca', ca])).stdout.split('\n')
    expect(head).toMatch(/connect +tls +handshake/)
    for (const command of [['get', 'a'], ['ping']])
      expect(await runCli([...command, '-s', server, '--tls'])).toMatchObject({ code: 3 })
  })
})

describe('--distribution', () => {
  it.each([
    ['ketama', ketama],
    ['ketama-unweighted', ketamaUnweighted],
    ['rendezvous', rendezvous],
    ['modulo', modulo],
    ['libmemcached', libmemcached],
    ['python-memcached', pythonMemcached],
    ['perl-memcached', perlMemcached],
    ['gomemcache', gomemcache],
    ['dalli', dalli],
    ['npm-memcache', npmMemcache],
  ])('%s finds keys where a transport has put them', async (name, distribution) => {
    const knowsNoWeights = name === 'ketama-unweighted' || name === 'libmemcached'
    const weights = knowsNoWeights ? [1, 1, 1] : [1, 2, 3]
    const started = [await start(), await start(), await start()]
    const servers = started.map(({ address }, at) => ({ address, weight: weights[at] ?? 1 }))
    const transport = new MetaTransport({ servers, distribution })
    const list = servers.map(({ address, weight }) => `${address}/?${weight}`).join(',')
    const keys = Array.from({ length: 4 }, (_, index) => `key:${index}`)
    for (const key of keys) await transport.set(key, Buffer.from(key))
    for (const key of keys)
      expect(await runCli(['get', '--raw', key, '-s', list, '--distribution', name])).toMatchObject({
        stdout: key,
      })
    await transport.close()
  })
})
