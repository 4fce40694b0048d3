import { type MemcachedServer, startMemcached, freePort } from '@lmc/memcached-server'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Answer, startFakeServer } from './fake-server.ts'

const username = 'ada-lovelace'
const password = 'hidden horse'
const SECRETS = /ada-lovelace|hidden(%20| )horse/

/** All ways of handing credentials over. */
const ways: readonly (readonly [string, (address: string) => MetaTransportOptions])[] = [
  ['options', (address) => ({ servers: [address], username, password })],
  ["a server's options", (address) => ({ servers: [{ address, username, password }] })],
  ['a URL', (address) => ({ servers: [`memcached://${username}:hidden%20horse@${address}`] })],
  [
    "the endpoint's URL",
    (address) => ({ discovery: { endpoint: `memcached://${username}:hidden%20horse@${address}` } }),
  ],
]

const repeat: Answer = (text, socket) => socket.write(`SERVER_ERROR ${text.replaceAll('\r\n', ' ')}\r\n`)

/** Servers that make calls fail, each in its way. */
const failures: readonly (readonly [string, () => Promise<{ address: string; stop(): Promise<unknown> }>])[] =
  [
    ['is down', async () => ({ address: `127.0.0.1:${await freePort()}`, stop: async () => undefined })],
    ['refuses them', () => startServerFor('somebody:else\n')],
    [
      'is silent',
      () =>
        startFakeServer(
          () => undefined,
          () => false,
        ),
    ],
    ['repeats them in an error', () => startFakeServer(repeat, () => false)],
    ['hangs up', () => startFakeServer((_, socket) => socket.end())],
  ]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lmc-credentials-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function startServerFor(users: string): Promise<MemcachedServer> {
  const file = join(folder, 'users')
  await writeFile(file, users)
  return startMemcached({ args: ['-Y', file] })
}

/** All that a program can make of a thing when it logs it. */
function shown(thing: unknown): string {
  const texts = [inspect(thing, { depth: Infinity, showHidden: true, getters: true }), String(thing)]
  texts.push(JSON.stringify(thing) ?? '')
  for (let error = thing; error instanceof Error; error = error.cause)
    texts.push(String(error.stack), error.message)
  return texts.join('\n')
}

describe.each(ways)('credentials of %s', (_, toOptions) => {
  it.each(failures)('are in nothing that can be logged of a server that %s', async (__, start) => {
    const server = await start()
    const transport = new MetaTransport({ ...toOptions(server.address), timeout: 200, connectTimeout: 200 })
    const calls = [
      transport.get('k'),
      transport.set('k', new Uint8Array(1)),
      transport.getMany(['a', 'b']),
      transport.flush(),
      transport.statistics(),
      transport.dumpKeys().next(),
    ]
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(3)
    for (const thing of [transport, transport.servers, ...outcomes, ...outcomes.map(reasonOf)])
      expect(shown(thing)).not.toMatch(SECRETS)
    await transport.close()
    expect(shown(await transport.get('k').catch((error: unknown) => error))).not.toMatch(SECRETS)
    await server.stop()
  })
})

function reasonOf(outcome: PromiseSettledResult<unknown>): unknown {
  return outcome.status === 'rejected' ? outcome.reason : outcome.value
}
