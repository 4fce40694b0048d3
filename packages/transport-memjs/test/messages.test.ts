import { freePort, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport, type MemjsTransportOptions } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { eachRequest, startFakeServer, startGreetingServer, toReply } from './fake-server.ts'
import { rejectionOf } from './rejection-of.ts'
import { startBlackHole } from './start-black-hole.ts'

const stops: (() => unknown)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** What a get rejects with, without its server. */
async function reasonOf(address: string, options: MemjsTransportOptions = {}): Promise<string> {
  const transport = new MemjsTransport({
    servers: [address],
    timeout: 20_000,
    connectTimeout: 100,
    ...options,
  })
  stops.push(() => transport.close())
  const error = await rejectionOf(transport.get('key'))
  const start = `get on ${address}: `
  expect(error.message.startsWith(start)).toBe(true)
  return error.message.slice(start.length).replaceAll(address, 'it')
}

describe('the message of a call to a server that', () => {
  it('swallows connections', async () => {
    const port = await freePort()
    const hole = await startBlackHole('127.0.0.2', port)
    stops.push(() => hole.stop())
    expect(await reasonOf(`127.0.0.2:${port}`)).toBe('no connection to it within 100 ms; nothing was sent')
  })

  it('connects and does not answer', async () => {
    const server = await startFakeServer(() => undefined)
    stops.push(() => server.stop())
    const reason = 'connected to it, which did not answer'
    expect(await reasonOf(server.address)).toBe(`${reason} within 100 ms; nothing was sent`)
    expect(await reasonOf(server.address, { timeout: 50 })).toBe(
      `no answer within 50 ms; nothing was sent: ${reason}`,
    )
  })

  it('falls silent over the password', async () => {
    const server = await startFakeServer((socket) =>
      eachRequest(socket, (request) => {
        if (request.opcode === Opcode.listMechanisms) socket.write(toReply(request, { value: 'PLAIN' }))
      }),
    )
    stops.push(() => server.stop())
    expect(await reasonOf(server.address, { username: 'bob', password: 'hidden' })).toBe(
      'connected to it, which did not answer to the username and password within 100 ms; nothing was sent',
    )
  })

  it('greets and falls silent', async () => {
    const server = await startGreetingServer(() => undefined)
    stops.push(() => server.stop())
    expect(await reasonOf(server.address, { timeout: 100, connectTimeout: 20_000 })).toBe(
      'no answer within 100 ms; the outcome is unknown',
    )
  })

  it('wants credentials of another kind', async () => {
    const server = await startFakeServer((socket) =>
      eachRequest(socket, (request) => socket.write(toReply(request, { value: 'CRAM-MD5' }))),
    )
    stops.push(() => server.stop())
    expect(await reasonOf(server.address, { username: 'bob', password: 'hidden' })).toBe(
      'authentication failed: the server offers no SASL PLAIN; nothing was sent',
    )
  })

  it('falls silent for ever after it has served, says so also in later calls', async () => {
    const server = await startMemcached()
    stops.push(() => server.stop())
    const options = { timeout: 200, connectTimeout: 100 }
    const transport = new MemjsTransport({ servers: [server.address], ...options })
    stops.push(() => transport.close())
    while ((await transport.get('key').catch(() => null)) === null);
    await server.freeze()
    await rejectionOf(transport.get('key'))
    const { message } = await rejectionOf(transport.get('key'))
    expect(message).toContain('no answer within 200 ms; nothing was sent')
    expect(message).toMatch(/connected to .*, which did not answer/)
  })
})
