import { inspect } from 'node:util'
import { freePort } from '@lmc/memcached-server'
import { describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { type Script, startScriptedServer } from './sasl/start-scripted-server.ts'

const username = 'ada-lovelace'
const password = 'hidden horse'
const SECRETS = /ada-lovelace|hidden horse/
const AUTHENTICATION_ERROR = 0x20

const offersPlain =
  (authenticate: Script): Script =>
  (request) =>
    request.opcode === Opcode.listMechanisms ? { status: 0, body: 'PLAIN' } : authenticate(request)

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

describe('credentials of MemjsTransport', () => {
  it.each(failures)('are in nothing that can be logged of a server that %s', async (_, start) => {
    const server = await start()
    const settings = { timeout: 200, connectTimeout: 200, username, password }
    const transport = new MemjsTransport({ servers: [server.address], ...settings })
    const calls = [
      transport.get('k'),
      transport.set('k', new Uint8Array(1)),
      transport.getMany(['a', 'b']),
      transport.flush(),
      transport.statistics(),
    ]
    const outcomes = await Promise.allSettled(calls)
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? outcome.reason : outcome.value,
    )
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(4)
    for (const thing of [transport, transport.servers, ...outcomes, ...reasons])
      expect(shown(thing)).not.toMatch(SECRETS)
    await transport.close()
    expect(shown(await transport.get('k').catch((error: unknown) => error))).not.toMatch(SECRETS)
    await server.stop()
  })
})
