import { inspect } from 'node:util'
import { freePort } from '@lmc/memcached-server'
import { describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { startFakeServer } from './fake-server.ts'
import { type Script, startScriptedServer } from './sasl/start-scripted-server.ts'

const username = 'ada-lovelace'
const password = 'hidden horse'
const secretValue = Buffer.from('a value that is secret')
const SECRETS = /ada-lovelace|hidden horse|value that is secret|97,32,118,97|61 20 76 61/
const AUTHENTICATION_ERROR = 0x20

const offersPlain =
  (authenticate: Script): Script =>
  (request) =>
    request.opcode === Opcode.listMechanisms ? { status: 0, body: 'PLAIN' } : authenticate(request)

function toEcho(opcode: number, text: string): ReturnType<Script> {
  if (opcode === Opcode.listMechanisms) return { status: 0x81 }
  return opcode === Opcode.noop ? { status: 0 } : { status: 0x84, body: text }
}

/** Servers that make calls fail, each in its way. */
const failures: readonly (readonly [string, () => Promise<{ address: string; stop(): Promise<unknown> }>])[] =
  [
    ['is down', async () => ({ address: `127.0.0.1:${await freePort()}`, stop: async () => undefined })],
    ['is silent', () => startScriptedServer(() => undefined)],
    ['falls silent over them', () => startScriptedServer(offersPlain(() => undefined))],
    ['refuses them', () => startScriptedServer(offersPlain(() => ({ status: AUTHENTICATION_ERROR })))],
    [
      'repeats them in an error',
      () => startScriptedServer(offersPlain(({ value }) => ({ status: AUTHENTICATION_ERROR, body: value }))),
    ],
    ['repeats a value in an error', () => startScriptedServer(({ opcode, value }) => toEcho(opcode, value))],
    ['repeats whatever it gets', () => startFakeServer((socket) => socket.pipe(socket))],
    [
      'asks for them once more',
      () => startScriptedServer(offersPlain(({ value }) => ({ status: 0x21, body: value }))),
    ],
  ]

/** All that a program can make of a thing when it logs it. */
function shown(thing: unknown): string {
  const texts = [inspect(thing, { depth: Infinity, showHidden: true, getters: true }), String(thing)]
  texts.push(JSON.stringify(thing) ?? '')
  for (let error = thing; error instanceof Error; error = error.cause)
    texts.push(String(error.stack), error.message)
  return texts.join('\n')
}

describe('credentials and values of MemjsTransport', () => {
  it.each(failures)('are in nothing that can be logged of a server that %s', async (_, start) => {
    const server = await start()
    const settings = { timeout: 200, connectTimeout: 200, username, password }
    const transport = new MemjsTransport({ servers: [server.address], ...settings })
    const calls = [
      transport.get('k'),
      transport.set('k', secretValue),
      transport.append('k', secretValue),
      transport.getMany(['a', 'b']),
      transport.flush(),
      transport.statistics(),
    ]
    const outcomes = await Promise.allSettled(calls)
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? outcome.reason : outcome.value,
    )
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(5)
    for (const thing of [transport, transport.servers, ...outcomes, ...reasons])
      expect(shown(thing)).not.toMatch(SECRETS)
    await transport.close()
    expect(shown(await transport.get('k').catch((error: unknown) => error))).not.toMatch(SECRETS)
    await server.stop()
  })
})
