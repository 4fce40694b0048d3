import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const value = new TextEncoder().encode('here')

let servers: MemcachedServer[]
let endpoint: FakeServer | undefined
let transport: MetaTransport | undefined

beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached()])
})

afterAll(() => Promise.all(servers.map((server) => server.stop())))

afterEach(async () => {
  await transport?.close()
  await endpoint?.stop()
})

/** What a configuration endpoint of ElastiCache writes. */
function configuration(version: number, nodes: readonly string[]): string {
  const text = `${version}\n${nodes.join(' ')}\n`
  return `CONFIG cluster 0 ${text.length}\r\n${text}\r\nEND\r\n`
}

const node = ({ port }: MemcachedServer): string => `localhost|127.0.0.1|${port}`

async function open(answer: () => string, options: MetaTransportOptions = {}): Promise<MetaTransport> {
  endpoint = await startFakeServer((_, socket) => socket.write(answer()))
  transport = new MetaTransport({
    discovery: { endpoint: endpoint.address, interval: 50 },
    ...patient,
    ...options,
  })
  return transport
}

describe('MetaTransport with discovery', () => {
  it('asks the endpoint once for many calls, and goes to the servers that it names', async () => {
    const opened = await open(() => configuration(1, servers.map(node)), { discovery: undefined })
    await opened.close()
    const found = new MetaTransport({ discovery: { endpoint: endpoint?.address ?? '' }, ...patient })
    transport = found
    expect(found.servers).toEqual([endpoint?.address])
    const stored = await Promise.all(
      Array.from({ length: 100 }, (_, index) => found.set(`k:${index}`, value)),
    )
    expect(stored.every(Boolean)).toBe(true)
    expect(endpoint?.received).toBe('config get cluster\r\n')
    expect(transport.servers).toEqual(servers.map(({ port }) => `localhost:${port}`).toSorted())
  })

  it('takes up a change, and keeps what it has when the endpoint fails', async () => {
    let answer = configuration(1, servers.slice(0, 1).map(node))
    const opened = await open(() => answer)
    await opened.set('k', value)
    expect(opened.servers).toHaveLength(1)
    answer = configuration(2, servers.map(node))
    while (opened.servers.length < 2) await sleep(5)
    answer = 'SERVER_ERROR out of order\r\n'
    await sleep(200)
    expect(opened.servers).toHaveLength(2)
    answer = configuration(3, servers.slice(1).map(node))
    while (opened.servers.length > 1) await sleep(5)
    expect(await opened.set('k', value)).toBe(true)
  })

  it('gives all its methods the servers that it has found', async () => {
    const opened = await open(() => configuration(1, servers.map(node)))
    const [many, has, statistics] = await Promise.all([
      opened.getMany(['a']),
      opened.hasMany(['a']),
      opened.statistics(),
    ])
    expect([many.size, has.size]).toEqual([0, 0])
    expect(statistics.map(({ server }) => server)).toEqual(opened.servers)
    await opened.flush()
  })

  it.each([
    ['an endpoint that has no discovery', 'ERROR\r\n', 'server'],
    ['an endpoint that answers something else', 'VERSION 1.6.18\r\n', 'protocol'],
    ['a configuration without servers', configuration(1, []), 'protocol'],
    ['a configuration with an address of no form', configuration(1, ['a b|1', 'x/y|1|2']), 'protocol'],
    ['a configuration with a port that is none', configuration(1, ['host|1|99999']), 'protocol'],
    ['a configuration of another form', 'CONFIG cluster 0 5\r\nhello\r\nEND\r\n', 'protocol'],
  ])('rejects calls, and asks again for the next, with %s', async (_, wrong, code) => {
    let answer = wrong
    const opened = await open(() => answer)
    await expect(opened.get('k')).rejects.toMatchObject({ code })
    await expect(opened.getMany(['k'])).rejects.toMatchObject({ code })
    answer = configuration(1, servers.map(node))
    expect(await opened.get('k')).toBe(undefined)
  })

  it('settles calls within the time-out when the endpoint says nothing', async () => {
    const opened = await open(() => '', { timeout: 500 })
    const start = performance.now()
    // The time-outs of the call and of the discovery are equally long. The first one to end names itself.
    const command = expect.stringMatching(/^(?:get|discovery)$/)
    await expect(opened.get('k')).rejects.toMatchObject({ code: 'timeout', command })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it.each([
    ['a slow endpoint', 50],
    ['no endpoint at all', undefined],
  ])('leaves no rejection without an owner when a call is given up, with %s', async (_, delay) => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const opened = await open(() => configuration(1, servers.map(node)), { timeout: 300 })
      if (delay === undefined) await endpoint?.stop()
      const calls = [...Array(20).keys()].map((index) => {
        const options = { signal: AbortSignal.timeout(index * 5) }
        return Promise.allSettled([
          opened.get('k', options),
          opened.set('k', value, options),
          opened.getMany(['k'], options),
          opened.flush(options),
        ])
      })
      await Promise.all(calls)
      await opened.close()
      await sleep(50)
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })

  it('closes while servers are being discovered', async () => {
    const opened = await open(() => '', { timeout: 300 })
    const calls = Promise.allSettled([opened.get('k'), opened.getMany(['k'])])
    const start = performance.now()
    await opened.close()
    expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('refuses bad keys before it asks', async () => {
    const opened = await open(() => 'ERROR\r\n')
    await expect(opened.get('a b')).rejects.toThrow(TypeError)
    expect(endpoint?.connections).toHaveLength(0)
  })

  it('is no alternative to a list of servers', () => {
    expect(() => new MetaTransport({ servers: ['a'], discovery: { endpoint: 'b' } })).toThrow(
      'Both servers and discovery are given; expected one of them',
    )
  })
})
