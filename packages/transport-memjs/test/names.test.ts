import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { answerNames, type AnsweredNames } from './answer-names.ts'
import { rejectionOf } from './rejection-of.ts'
import { startBlackHole } from './start-black-hole.ts'

let names: AnsweredNames
const running: Pick<MemcachedServer, 'stop'>[] = []
const opened: MemjsTransport[] = []

function open(options: ConstructorParameters<typeof MemjsTransport>[0]): MemjsTransport {
  const transport = new MemjsTransport(options)
  opened.push(transport)
  return transport
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (transport) => transport.close()))
  names.restore()
  await Promise.all(running.splice(0).map(async (server) => server.stop()))
})

describe('the name of a server', () => {
  it('is looked up once at a time in the whole process, while the look-up hangs', async () => {
    names = answerNames({ 'hangs.test': 'silent' })
    const transports = [1, 2, 3].map((port) =>
      open({ servers: [`hangs.test:${port}`], timeout: 150, connectTimeout: 50 }),
    )
    for (let round = 0; round < 5; round++) {
      const calls = transports.map(async (transport) => rejectionOf(transport.get('key')))
      for (const error of await Promise.all(calls)) {
        expect(error).toMatchObject({ code: 'connection' })
        expect(error.message).toMatch(/the name hangs\.test was not resolved within 50 ms; nothing was sent/)
      }
      await sleep(100)
    }
    expect([names.started, names.pending]).toEqual([1, 1])
  })

  it('that is resolved after all have given up serves the next call', async () => {
    const server = await startMemcached()
    running.push(server)
    names = answerNames({ 'late.test': 'silent' })
    const transport = open({ servers: [`late.test:${server.port}`], connectTimeout: 50 })
    await rejectionOf(transport.get('key'))
    names.answer('late.test', ['127.0.0.1'])
    await sleep(100)
    expect(await transport.get('key')).toBeUndefined()
    expect(names.started).toBe(1)
  })

  it('that hangs does not keep a call beyond its time-out, nor close', async () => {
    names = answerNames({ 'silent.test': 'silent' })
    const transport = open({ servers: ['silent.test'], timeout: 200, connectTimeout: 60_000 })
    const startedAt = performance.now()
    const call = rejectionOf(transport.get('key'))
    await transport.close()
    const error = await call
    expect(error).toMatchObject({ code: 'timeout' })
    expect(error.message).toContain('nothing was sent: the name silent.test was not resolved')
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  it('is not looked up for each call while the server is down', async () => {
    const port = await freePort()
    names = answerNames({ 'down.test': ['127.0.0.1'] })
    const transport = open({ servers: [`down.test:${port}`] })
    for (let call = 0; call < 200; call++) await rejectionOf(transport.get('key'))
    expect(names.started).toBeLessThan(10)
    running.push(await startMemcached({ port }))
    expect(await transport.get('key')).toBeUndefined()
  })

  it('that does not exist is asked for less and less often, and each call says so', async () => {
    names = answerNames({ 'nowhere.test': 'none' })
    const transport = open({ servers: ['nowhere.test'] })
    const until = performance.now() + 2000
    while (performance.now() < until) {
      await sleep(1)
      const error = await rejectionOf(transport.get('key'))
      expect(error).toMatchObject({ code: 'connection' })
      expect(error.message).toMatch(/the name nowhere\.test cannot be resolved \(.*ENOTFOUND/)
    }
    expect(names.started).toBeLessThan(12)
  })

  it('with three addresses, of which two swallow everything, is connected within three time-outs', async () => {
    const port = await freePort()
    for (const host of ['127.0.0.2', '127.0.0.3']) running.push(await startBlackHole(host, port))
    running.push(await startMemcached({ port }))
    names = answerNames({ 'three.test': ['127.0.0.2', '127.0.0.3', '127.0.0.1'] })
    const connectTimeout = 400
    const transport = open({ servers: [`three.test:${port}`], timeout: 20_000, connectTimeout })
    const startedAt = performance.now()
    expect(await transport.set('key', Buffer.from('x'))).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(3 * connectTimeout)
  })

  it('with two addresses that refuse has both reasons in the message', async () => {
    const port = await freePort()
    names = answerNames({ 'dual.test': ['::1', '127.0.0.1'] })
    const transport = open({ servers: [`dual.test:${port}`] })
    const error = await rejectionOf(transport.get('key'))
    expect(error.message).toMatch(/cannot be reached.*::1.*cannot be reached.*ECONNREFUSED 127\.0\.0\.1/)
    expect(error.cause).toBeInstanceOf(AggregateError)
  })

  it('is tried first at the address that answered last', async () => {
    const port = await freePort()
    running.push(await startBlackHole('127.0.0.2', port))
    let server = await startMemcached({ port })
    names = answerNames({ 'two.test': ['127.0.0.2', '127.0.0.1'] })
    const transport = open({ servers: [`two.test:${port}`], timeout: 20_000, connectTimeout: 3000 })
    await transport.get('key')
    await server.stop()
    server = await startMemcached({ port })
    running.push(server)
    const startedAt = performance.now()
    while ((await transport.get('key').catch(() => null)) === null);
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })
})
