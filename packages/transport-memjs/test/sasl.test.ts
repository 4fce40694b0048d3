import { inspect } from 'node:util'
import type { MemcachedServer } from '@lmc/memcached-server'
import memjs from 'memjs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { rejectionOf } from './rejection-of.ts'
import { startSaslServer } from './sasl/start-sasl-server.ts'
import { type Script, type ScriptedServer, startScriptedServer } from './sasl/start-scripted-server.ts'

const bob = { username: 'bob', password: 'hidden' }
const AUTHENTICATION_ERROR = 0x20
const UNKNOWN_COMMAND = 0x81

async function storeWith(server: string, credentials: object): Promise<boolean> {
  const transport = new MemjsTransport({
    servers: [server],
    timeout: 20_000,
    connectTimeout: 10_000,
    ...credentials,
  })
  try {
    return await transport.set('key', Buffer.from('x'))
  } finally {
    await transport.close()
  }
}

describe('SASL with a real memcached', () => {
  let server: Pick<MemcachedServer, 'address' | 'stop'>

  beforeAll(async () => {
    server = await startSaslServer(bob.username, bob.password)
    try {
      await storeWith(server.address, bob)
    } catch (cause) {
      const remedy = 'install its plug-in for PLAIN (`apt-get install libsasl2-modules`)'
      throw new Error(`The tests need a memcached that authenticates: ${remedy}.`, { cause })
    }
  })

  afterAll(async () => server?.stop())

  it('serves who has the right password', async () => {
    expect(await storeWith(server.address, bob)).toBe(true)
  })

  it('rejects with connection for the wrong password, without a word of it', async () => {
    const error = await rejectionOf(storeWith(server.address, { username: 'bob', password: 'guessed' }))
    expect(error).toMatchObject({ code: 'connection', server: server.address, command: 'set' })
    expect(error.message).toContain('authentication failed')
    expect(inspect(error, { depth: 10 })).not.toMatch(/bob|guessed/)
  })

  it('rejects with connection without credentials', async () => {
    const error = await rejectionOf(storeWith(server.address, {}))
    expect(error).toMatchObject({ code: 'connection' })
    expect(error.message).toContain('authentication required')
  })
})

describe('SASL with a server that', () => {
  let server: ScriptedServer

  afterEach(async () => server.stop())

  async function start(script: Script): Promise<string> {
    server = await startScriptedServer(script)
    return server.address
  }

  it('takes the password, is used', async () => {
    const isRight = (value: string): boolean => value === '\0bob\0hidden'
    const address = await start(({ opcode, value }) => {
      if (opcode === Opcode.listMechanisms) return { status: 0, body: 'CRAM-MD5 PLAIN' }
      if (opcode !== Opcode.authenticate) return { status: 0 }
      return { status: isRight(value) ? 0 : AUTHENTICATION_ERROR }
    })
    expect(await storeWith(address, bob)).toBe(true)
  })

  it('refuses the password, makes the call reject with an error; in memjs, with a text', async () => {
    const address = await start(({ opcode }) =>
      opcode === Opcode.listMechanisms ? { status: 0, body: 'PLAIN' } : { status: AUTHENTICATION_ERROR },
    )
    const client = memjs.Client.create(address, { ...bob, retries: 1, logger: { log: () => undefined } })
    await expect(client.set('key', 'x', {})).rejects.toBeTypeOf('string')
    client.close()
    const error = await rejectionOf(storeWith(address, bob))
    expect(error).toMatchObject({ code: 'connection' })
    expect(inspect(error, { depth: 10 })).not.toMatch(/bob|hidden/)
  })

  it('has no PLAIN, never sees the password', async () => {
    const address = await start(() => ({ status: 0, body: 'CRAM-MD5 PLAINER' }))
    const error = await rejectionOf(storeWith(address, bob))
    expect(error).toMatchObject({ code: 'connection' })
    expect(error.message).toContain('no SASL PLAIN')
    expect(server.received.includes('hidden')).toBe(false)
  })

  it('knows no authentication, is used and never sees the password', async () => {
    const address = await start(({ opcode }) => ({ status: opcode === Opcode.set ? 0 : UNKNOWN_COMMAND }))
    expect(await storeWith(address, bob)).toBe(true)
    expect(server.received.includes('hidden')).toBe(false)
  })

  it('hangs up over the password, says that it was that', async () => {
    const address = await start(({ opcode }) =>
      opcode === Opcode.listMechanisms ? { status: 0, body: 'PLAIN' } : 'hang up',
    )
    const error = await rejectionOf(storeWith(address, bob))
    expect(error).toMatchObject({ code: 'connection' })
    expect(error.message).toMatch(/authentication failed: the server closed the connection/)
  })

  it('falls silent over the password, is given up by the time-out for connecting', async () => {
    const address = await start(({ opcode }) =>
      opcode === Opcode.listMechanisms ? { status: 0, body: 'PLAIN' } : undefined,
    )
    const startedAt = performance.now()
    const error = await rejectionOf(storeWith(address, { ...bob, connectTimeout: 500 }))
    expect(error).toMatchObject({ code: 'connection' })
    expect(error.message).toContain('nothing was sent')
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
