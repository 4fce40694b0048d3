import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { answerNames, type NameAnswer, type Names } from './answer-names.ts'
import { patient } from './patient.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const cleanUp: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step()
})

function know(table: Readonly<Record<string, NameAnswer>>): Names {
  const names = answerNames(table)
  cleanUp.push(() => names.restore())
  return names
}

function open(server: string, options = {}): MetaTransport {
  const transport = new MetaTransport({ servers: [server], ...options })
  cleanUp.push(() => transport.close())
  return transport
}

async function start(port: number): Promise<MemcachedServer> {
  const server = await startMemcached({ port })
  cleanUp.push(() => server.stop())
  return server
}

/** An address of this machine that takes no connection and refuses none: its queue is full. */
async function swallow(host: string, port: number): Promise<void> {
  const frozen = await startMemcached({ host, port, args: ['-b', '1', '-t', '1'] })
  await frozen.freeze()
  cleanUp.push(() => frozen.stop())
  let isFull = false
  while (!isFull) {
    const socket = connect({ host, port }).on('error', () => undefined)
    cleanUp.push(() => void socket.destroy())
    isFull = await Promise.race([
      new Promise<boolean>((resolve) => socket.once('connect', () => resolve(false))),
      sleep(300).then(() => true),
    ])
  }
}

describe('MetaTransport, by names', () => {
  it('starts one look-up of a name, for all transports, while none has been answered, and uses the answer', async () => {
    const server = await start(await freePort())
    const names = know({ 'slow.test': 'silence' })
    const transports = [1, 2, 3].map(() =>
      open(`slow.test:${server.port}`, { timeout: 50, connectTimeout: 20 }),
    )
    for (let round = 0; round < 5; round++) {
      const calls = await Promise.allSettled(transports.map((transport) => transport.get('k')))
      for (const call of calls) expect(call).toMatchObject({ status: 'rejected' })
      await sleep(30)
    }
    expect(names.asked).toEqual(['slow.test'])
    names.answer(['127.0.0.1'])
    for (const transport of transports)
      while (!(await transport.set('k', bytes('1')).catch(() => false))) await sleep(5)
  })

  it('says that the look-up has not ended, and settles no later than the time-out', async () => {
    know({ 'slow.test': 'silence' })
    const transport = open('slow.test', { timeout: 10_000, connectTimeout: 50 })
    await expect(transport.get('k')).rejects.toThrow('the look-up of its name has not ended within 50 ms')
  })

  it('asks for a name that does not exist a few times, and then less and less often', async () => {
    const names = know({})
    const transport = open('absent.test')
    await expect(transport.get('k')).rejects.toThrow('getaddrinfo ENOTFOUND absent.test')
    const until = performance.now() + 1500
    while (performance.now() < until) {
      await transport.get('k').catch(() => undefined)
      await sleep(5)
    }
    expect(names.asked.length).toBeLessThan(12)
  })

  it('reaches the third of three addresses, of which two swallow what is sent to them, with the first call', async () => {
    const port = await freePort()
    for (const host of ['127.0.0.2', '127.0.0.3']) await swallow(host, port)
    await start(port)
    know({ 'three.test': ['127.0.0.2', '127.0.0.3', '127.0.0.1'] })
    const transport = open(`three.test:${port}`, { timeout: 20_000, connectTimeout: 1000 })
    expect(await transport.set('k', bytes('1'))).toBe(true)
  })

  it('takes the next address at once where one refuses, and says what each of them says when all do', async () => {
    const port = await freePort()
    know({ 'dual.test': ['127.0.0.2', '127.0.0.1'] })
    const down = open(`dual.test:${port}`, patient)
    await expect(down.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: `get on dual.test:${port}: connect ECONNREFUSED 127.0.0.2:${port}; connect ECONNREFUSED 127.0.0.1:${port}`,
    })
    await start(port)
    // A refusal says that nothing listens: the next call tries by itself.
    await sleep(10)
    expect(await down.set('k', bytes('1'))).toBe(true)
  })
})
