import { setTimeout as sleep } from 'node:timers/promises'
import type { MemcachedServer } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MemjsTransport, type MemjsTransportOptions } from '../src/index.ts'
import { startSaslServer } from './sasl/start-sasl-server.ts'
import { type ScriptedServer, startScriptedServer } from './sasl/start-scripted-server.ts'

const patient = { timeout: 20_000, connectTimeout: 10_000 }
const value = Buffer.from('x')

let server: Pick<MemcachedServer, 'stop'> | ScriptedServer | undefined
let transport: MemjsTransport | undefined
const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)

beforeAll(() => void process.on('unhandledRejection', note))

afterEach(async () => {
  await transport?.close()
  await server?.stop()
  server = undefined
  // What nobody handles is announced once all promises of a turn have settled.
  await sleep(0)
  expect(unhandled).toEqual([])
})

afterAll(() => void process.off('unhandledRejection', note))

function open(options: MemjsTransportOptions): MemjsTransport {
  transport = new MemjsTransport({ ...patient, ...options })
  return transport
}

describe('MemjsTransport, asking for what it connects with', () => {
  it('says the password that holds now, and asks once for each connection', async () => {
    const first = await startSaslServer('bob', 'first')
    server = first
    let password = 'first'
    let asked = 0
    const opened = open({
      servers: [first.address],
      username: () => 'bob',
      password: async () => {
        asked++
        return password
      },
    })
    await Promise.all(Array.from({ length: 10 }, () => opened.set('k', value)))
    expect(asked).toBe(1)

    await first.stop()
    password = 'second'
    server = await startSaslServer('bob', 'second', first.port)
    await expect.poll(() => opened.set('k', value).catch(() => false), { timeout: 20_000 }).toBe(true)
    expect(asked).toBeGreaterThan(1)
  })

  const failure = new Error('the vault is sealed')
  const fails = (): never => {
    throw failure
  }
  const isNone = expect.any(TypeError)

  it.each<[string, MemjsTransportOptions, unknown]>([
    ['password throws', { username: 'bob', password: fails }, failure],
    ['password rejects', { username: 'bob', password: async () => fails() }, failure],
    ['username throws, and password does', { username: fails, password: fails }, failure],
    ['password gives an empty text', { username: 'bob', password: () => '' }, isNone],
    ['password gives a zero character', { username: 'bob', password: () => 'a\0b' }, isNone],
    ['password gives a number', { username: 'bob', password: (() => 7) as never }, isNone],
  ])('rejects with connection and the cause when %s, and sends nothing', async (_, options, cause) => {
    const scripted = await startScriptedServer(() => undefined)
    server = scripted
    const opened = open({ servers: [scripted.address], ...options })
    for (const call of [opened.get('k'), opened.set('k', value), opened.getMany(['k'])])
      await expect(call).rejects.toMatchObject({ name: 'TransportError', code: 'connection' })
    await expect(opened.get('k')).rejects.toMatchObject({ cause })
    expect(scripted.received).toHaveLength(0)
  })

  it('gives up within connectTimeout when a function gives nothing, and takes no late answer', async () => {
    const scripted = await startScriptedServer(() => undefined)
    server = scripted
    let answer: (password: string) => void = () => undefined
    const password = (): Promise<string> => new Promise((resolve) => (answer = resolve))
    const opened = open({ servers: [scripted.address], username: 'bob', password, connectTimeout: 50 })
    await expect(opened.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringContaining('the username and the password were not given within 50 ms'),
    })
    answer('late')
    await sleep(20)
    expect(scripted.received).toHaveLength(0)
  })

  it('may be closed while it asks', async () => {
    const password = (): Promise<string> => new Promise(() => {})
    const opened = open({ servers: ['127.0.0.1:1'], username: 'bob', password, timeout: 50 })
    const call = opened.get('k')
    const closed = opened.close()
    await expect(call).rejects.toMatchObject({ name: 'TransportError' })
    await closed
  })
})
