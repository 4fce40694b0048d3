import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { patient } from './patient.ts'

const value = new TextEncoder().encode('here')

let folder: string
const running: MemcachedServer[] = []
let transport: MetaTransport | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lmc-address-'))
})

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()))
  await rm(folder, { recursive: true })
})

afterEach(() => transport?.close())

async function start(...options: Parameters<typeof startMemcached>): Promise<MemcachedServer> {
  const server = await startMemcached(...options)
  running.push(server)
  return server
}

async function roundTrip(server: string, options: MetaTransportOptions = {}): Promise<MetaTransport> {
  const opened = new MetaTransport({ servers: [server], ...patient, ...options })
  transport = opened
  expect(await opened.set('k', value)).toBe(true)
  expect((await opened.get('k'))?.value).toEqual(value)
  return opened
}

describe('MetaTransport, by address', () => {
  it('reaches a server on IPv6', async () => {
    const server = await start({ host: '::1' })
    expect((await roundTrip(`[::1]:${server.port}`)).servers).toEqual([`[::1]:${server.port}`])
  })

  it('reaches a server by a name', async () => {
    const server = await start()
    expect((await roundTrip(`localhost:${server.port}`)).servers).toEqual([`localhost:${server.port}`])
  })

  it.each(['', 'unix:'])('reaches a server on a unix socket, by its path behind "%s"', async (prefix) => {
    const path = join(folder, `socket${prefix.length}`)
    await start({ socketPath: path })
    expect((await roundTrip(`${prefix}${path}`)).servers).toEqual([path])
  })

  it('says which name is not known', async () => {
    transport = new MetaTransport({ servers: ['no-such-host.invalid'] })
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'connection',
      server: 'no-such-host.invalid:11211',
    })
  })
})

describe('MetaTransport, with credentials', () => {
  let server: MemcachedServer
  beforeAll(async () => {
    const file = join(folder, 'users')
    await writeFile(file, 'ada:horse\nbob:p@ss/w:rd\n')
    server = await start({ args: ['-Y', file] })
  })

  it.each<[string, (address: string) => MetaTransportOptions]>([
    ['options', (address) => ({ servers: [address], username: 'ada', password: 'horse' })],
    ["a server's options", (address) => ({ servers: [{ address, username: 'bob', password: 'p@ss/w:rd' }] })],
    ['a URL', (address) => ({ servers: [`memcached://bob:p%40ss%2Fw%3Ard@${address}`] })],
  ])('is let in by those of %s', async (_, options) => {
    const opened = await roundTrip('', options(server.address))
    expect(opened.servers).toEqual([server.address])
    expect(inspect(opened, { depth: 10, showHidden: true, getters: true })).not.toMatch(/horse|p@ss/)
  })

  it('rejects wrong ones with code connection, says so, and shows them nowhere', async () => {
    transport = new MetaTransport({ servers: [`memcached://ada:secret@${server.address}`], ...patient })
    const first = await transport.get('k').catch((error: unknown) => error)
    const later = await transport.get('k').catch((error: unknown) => error)
    const message = `get on ${server.address}: the connection was not accepted: the server refuses the credentials`
    expect(first).toMatchObject({ code: 'connection', message })
    expect(later).toMatchObject({ code: 'connection', message })
    expect(inspect([first, later], { depth: 10, showHidden: true })).not.toContain('secret')
  })

  it('is not let in without any, and says what is missing', async () => {
    transport = new MetaTransport({ servers: [server.address], ...patient })
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'connection',
      // From 1.6.45 on, at the latest, memcached closes the connection without a word.
      message: expect.stringContaining('credentials'),
    })
  })

  it('leaves no item behind on a server that asks for none', async () => {
    const open = await start()
    const opened = await roundTrip(open.address, { username: 'ada', password: 'secret' })
    const [entry] = await opened.statistics()
    expect(await opened.get('lmc:credentials')).toBe(undefined)
    expect(Number(entry?.statistics['cmd_set'])).toBe(2)
  })
})
