import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached, testTransport } from '@lmc/transport-tests'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NpmMemcachedTransport } from '../src/npm-memcached-transport.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'

let memcached: MemcachedServer
beforeAll(async () => {
  memcached = await startMemcached()
})
afterAll(async () => memcached.stop())

testTransport('NpmMemcachedTransport', {
  describe,
  it,
  // A long timeout, since the machine may be busy.
  open: () => new NpmMemcachedTransport(memcached.address, 20_000),
  elapse: async (seconds) => sleep(seconds * 1000),
})

describe('NpmMemcachedTransport, when a server', () => {
  const TIMEOUT = 200
  let server: MemcachedServer
  let transport: NpmMemcachedTransport
  beforeEach(async () => {
    server = await startMemcached()
    transport = new NpmMemcachedTransport(server.address, TIMEOUT)
  })
  afterEach(async () => {
    await transport.close()
    await server.stop()
  })

  it('comes back, is used at once', async () => {
    await transport.set('k', new Uint8Array(1))
    await server.stop()
    await expect(transport.get('k')).rejects.toMatchObject({ code: 'connection', command: 'get' })
    server = await startMemcached({ port: server.port })
    expect(await transport.get('k')).toBeUndefined()
  })

  it('is silent, rejects with timeout in time, and gets its own answers when it wakes', async () => {
    await transport.set('k', new Uint8Array(1))
    await server.freeze()
    const start = Date.now()
    await expect(transport.get('k')).rejects.toMatchObject({ code: 'timeout' })
    expect(Date.now() - start).toBeLessThan(20 * TIMEOUT)
    server.signal('SIGCONT')
    expect(await transport.get('missing')).toBeUndefined()
    expect(await transport.get('k')).toEqual({ value: new Uint8Array(1), flags: 0 })
  })

  it('is down, says so in its statistics', async () => {
    await server.stop()
    const [entry] = await transport.statistics()
    expect(entry).toMatchObject({ server: server.address, statistics: {}, error: { code: 'connection' } })
  })
})

describe('NpmMemcachedTransport, when a reply', () => {
  let server: ScriptedServer
  let transport: NpmMemcachedTransport
  const speak = async (...pieces: readonly string[]): Promise<void> => {
    server = await startScriptedServer(pieces)
    transport = new NpmMemcachedTransport(server.address, 200)
  }
  afterEach(async () => {
    await transport.close()
    await server.stop()
  })

  it('comes byte by byte, is read as a whole', async () => {
    await speak(...'VALUE k 7 13 42\r\nEND\r\nVALUE \r\n\r\nEND\r\n'.split(''))
    const item = await transport.gets('k')
    expect(item).toEqual({ value: Uint8Array.from(Buffer.from('END\r\nVALUE \r\n')), flags: 7, cas: '42' })
  })

  it('is no word of memcached, rejects with protocol', async () => {
    await speak('HELLO\r\n')
    await expect(transport.get('k')).rejects.toMatchObject({ code: 'protocol' })
    await expect(transport.delete('k')).rejects.toMatchObject({ code: 'protocol' })
  })

  it.each([
    ['never comes', []],
    ['breaks off', ['VALUE k 0 5\r\nhel']],
  ])('%s and the server goes away, rejects each of 500 calls with connection', async (_, pieces) => {
    await speak(...pieces)
    const calls = Promise.allSettled(Array.from({ length: 500 }, async () => transport.get('k')))
    await server.stop()
    for (const call of await calls) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'connection' } })
    }
  })

  it('breaks off, rejects with timeout', async () => {
    await speak('VALUE k 0 5\r\nhel')
    await expect(transport.get('k')).rejects.toMatchObject({ code: 'timeout' })
  })
})
