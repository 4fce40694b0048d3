import { startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { answerNames } from './answer-names.ts'
import { eachRequest, startFakeServer, startGreetingServer, toReply } from './fake-server.ts'
import { runProgram } from './faults/run-program.ts'

const stops: (() => unknown)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const TIMEOUT = 1000

/** Ways in which a server does not answer, each with the address to ask. */
const silences: readonly (readonly [string, () => Promise<string>])[] = [
  [
    'does not greet',
    async () => {
      const server = await startFakeServer(() => undefined)
      stops.push(() => server.stop())
      return server.address
    },
  ],
  [
    'falls silent over the password',
    async () => {
      const server = await startFakeServer((socket) =>
        eachRequest(socket, (request) => {
          if (request.opcode === Opcode.listMechanisms) socket.write(toReply(request, { value: 'PLAIN' }))
        }),
      )
      stops.push(() => server.stop())
      return server.address
    },
  ],
  [
    'greets and says nothing more',
    async () => {
      const server = await startGreetingServer(() => undefined)
      stops.push(() => server.stop())
      return server.address
    },
  ],
  [
    'is frozen',
    async () => {
      const server = await startMemcached()
      stops.push(() => server.stop())
      await server.freeze()
      return server.address
    },
  ],
  [
    'has a name whose look-up hangs',
    async () => {
      const names = answerNames({ 'hangs-at-close.test': 'silent' })
      stops.push(() => names.restore())
      return 'hangs-at-close.test:11211'
    },
  ],
]

describe('close of MemjsTransport, with calls to a server that', () => {
  it.each(silences)('%s, takes two time-outs at most, and all have settled then', async (_, start) => {
    const transport = new MemjsTransport({
      servers: [await start()],
      timeout: TIMEOUT,
      connectTimeout: 60_000,
      username: 'bob',
      password: 'hidden',
    })
    let settled = 0
    const keys = Array.from({ length: 3000 }, (__, index) => `key-${index}`)
    const calls = [
      transport.get('key'),
      transport.set('key', Buffer.from('x')),
      transport.increment('key', 1),
      transport.getMany(keys),
      transport.flush(),
      transport.statistics(),
    ].map(async (call) => call.catch(() => undefined).finally(() => settled++))
    const startedAt = performance.now()
    await transport.close()
    expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT + 500)
    await new Promise(setImmediate)
    expect(settled).toBe(calls.length)
  })

  it.each(silences.slice(0, 3))(
    '%s, lets the process end though a connection is under way',
    async (_, start) => {
      const program = `
      import { MemjsTransport } from '@lmc/transport-memjs'
      const options = { timeout: 300, connectTimeout: 60_000, username: 'bob', password: 'hidden' }
      const transport = new MemjsTransport({ servers: [process.argv[1]], ...options })
      await transport.get('key').catch(() => 'as expected')
      await transport.close()`
      expect(await runProgram(program, await start())).toBe(0)
    },
  )
})
