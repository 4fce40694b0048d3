import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Certificates, createCertificates } from './certificates.ts'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const value = new TextEncoder().encode('x')

let folder: string
let old: Certificates
let renewed: Certificates
let server: MemcachedServer | FakeServer | undefined
let transport: MetaTransport | undefined
const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  folder = await mkdtemp(join(tmpdir(), 'lmc-reloading-'))
  ;[old, renewed] = await Promise.all([createCertificates(), createCertificates()])
})

afterEach(async () => {
  await transport?.close()
  await server?.stop()
  server = undefined
  // What nobody handles is announced once all promises of a turn have settled.
  await sleep(0)
  expect(unhandled).toEqual([])
})

afterAll(async () => {
  process.off('unhandledRejection', note)
  await Promise.all([old.remove(), renewed.remove(), rm(folder, { recursive: true })])
})

function open(options: MetaTransportOptions): MetaTransport {
  transport = new MetaTransport({ ...patient, ...options })
  return transport
}

/** Starts a memcached that wants a certificate of its own authority. */
async function startStrict({ args }: Certificates, port?: number): Promise<MemcachedServer> {
  const [enable = '', option = '', settings = ''] = args
  server = await startMemcached({ port, args: [enable, option, `${settings},ssl_verify_mode=2`] })
  return server
}

async function startWithUser(password: string, port?: number): Promise<MemcachedServer> {
  const file = join(folder, password)
  await writeFile(file, `ada:${password}\n`)
  server = await startMemcached({ port, args: ['-Y', file] })
  return server
}

describe('MetaTransport, asking for what it connects with', () => {
  it('connects by a certificate that was renewed, without a new transport', async () => {
    const { port } = await startStrict(old)
    // As a program does whose certificates stand in files.
    const paths = ['ca', 'cert', 'key'].map((name) => join(folder, name))
    const store = ({ ca, client }: Certificates): Promise<unknown> =>
      Promise.all(
        [ca.cert, client.cert, client.key].map((text, index) => writeFile(paths[index] ?? '', text)),
      )
    await store(old)
    let asked = 0
    const tls = async (): Promise<object> => {
      asked++
      const [ca, cert, key] = await Promise.all(paths.map((path) => readFile(path)))
      return { ca, cert, key }
    }
    const opened = open({ servers: [`localhost:${port}`], tls })
    await Promise.all(Array.from({ length: 10 }, () => opened.set('k', value)))
    expect(asked).toBe(1)

    await server?.stop()
    await store(renewed)
    await startStrict(renewed, port)
    await expect.poll(() => opened.set('k', value).catch(() => false), { timeout: 20_000 }).toBe(true)
    expect(asked).toBeGreaterThan(1)
    expect((await opened.get('k'))?.value).toEqual(value)
  })

  it('checks the name of the server also for TLS that is asked for', async () => {
    const { port } = await startStrict(old)
    const tls = { ca: old.ca.cert, cert: old.client.cert, key: old.client.key }
    expect(await open({ servers: [`localhost:${port}`], tls: () => tls }).set('k', value)).toBe(true)
    await transport?.close()
    const byAddress = open({ servers: [`127.0.0.1:${port}`], tls: () => tls })
    await expect(byAddress.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringMatching(/ALTNAME/),
    })
  })

  it('says the password that holds now', async () => {
    const { port, address } = await startWithUser('first')
    let password = 'first'
    const opened = open({ servers: [address], username: () => 'ada', password: async () => password })
    expect(await opened.set('k', value)).toBe(true)

    await server?.stop()
    password = 'second'
    await startWithUser('second', port)
    await expect.poll(() => opened.set('k', value).catch(() => false), { timeout: 20_000 }).toBe(true)
  })

  it("says a server's own password, and keeps the connection when the servers are named again", async () => {
    const { address } = await startWithUser('own')
    let asked = 0
    const password = (): string => {
      asked++
      return 'own'
    }
    const servers = (): MetaTransportOptions['servers'] & object => [{ address, username: 'ada', password }]
    const opened = open({ servers: servers(), username: 'nobody', password: 'none' })
    expect(await opened.set('k', value)).toBe(true)
    opened.setServers(servers())
    expect((await opened.get('k'))?.value).toEqual(value)
    expect(asked).toBe(1)
    const keys: string[] = []
    for await (const key of opened.dumpKeys()) keys.push(key)
    // A dump has a connection of its own.
    expect(asked).toBe(2)
  })

  const failure = new Error('the vault is sealed')
  const fails = (): never => {
    throw failure
  }
  const isNone = expect.any(TypeError)

  it.each<[string, MetaTransportOptions, unknown]>([
    ['tls throws', { tls: fails }, failure],
    ['tls rejects', { tls: async () => fails() }, failure],
    ['tls gives nothing', { tls: (() => undefined) as never }, isNone],
    ['tls gives false', { tls: (() => false) as never }, isNone],
    ['tls gives a certificate that is none', { tls: () => ({ cert: 'none', key: 'none' }) }, isNone],
    ['password throws', { username: 'ada', password: fails }, failure],
    ['password rejects', { username: 'ada', password: async () => fails() }, failure],
    ['username throws, and password does', { username: fails, password: fails }, failure],
    [
      'tls throws, and password rejects',
      { tls: fails, username: 'ada', password: async () => fails() },
      failure,
    ],
    ['password gives an empty text', { username: 'ada', password: () => '' }, isNone],
    ['password gives a number', { username: 'ada', password: (() => 7) as never }, isNone],
  ])('rejects with connection and the cause when %s, and sends nothing', async (_, options, cause) => {
    const fake = await startFakeServer(() => undefined)
    server = fake
    const opened = open({ servers: [fake.address], ...options })
    const calls = [opened.get('k'), opened.set('k', value), opened.getMany(['k'])]
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ name: 'TransportError', code: 'connection' })
    await expect(opened.get('k')).rejects.toMatchObject({ cause })
    expect([fake.received, fake.connections.length]).toEqual(['', 0])
  })

  it('connects when the function that failed gives an answer', async () => {
    const { address } = await startWithUser('late')
    let isSealed = true
    const password = (): string => (isSealed ? fails() : 'late')
    const opened = open({ servers: [address], username: 'ada', password })
    await expect(opened.get('k')).rejects.toMatchObject({ cause: failure })
    isSealed = false
    await expect.poll(() => opened.set('k', value).catch(() => false), { timeout: 20_000 }).toBe(true)
  })

  it('gives up within connectTimeout when a function gives nothing, and takes no late answer', async () => {
    const fake = await startFakeServer(() => undefined)
    server = fake
    let answer: (password: string) => void = () => undefined
    const password = (): Promise<string> => new Promise((resolve) => (answer = resolve))
    const opened = open({ servers: [fake.address], username: 'ada', password, connectTimeout: 50 })
    await expect(opened.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringContaining('has given nothing within 50 ms'),
    })
    const closed = opened.close()
    answer('late')
    await closed
    await sleep(20)
    expect(fake.connections).toHaveLength(0)
  })

  it('may be closed while it asks', async () => {
    const opened = open({ servers: ['127.0.0.1:1'], tls: () => new Promise<never>(() => {}), timeout: 50 })
    const call = opened.get('k')
    const closed = opened.close()
    await expect(call).rejects.toMatchObject({ name: 'TransportError' })
    await closed
  })
})
