import { tracingChannel } from 'node:diagnostics_channel'
import { COMMAND_CHANNEL, type CommandTrace } from '@lmc/transport'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemjsTransport } from '@lmc/transport-memjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { patient } from './patient.ts'

const VALUE = Buffer.from('secret-value'.repeat(50_000))

let servers: MemcachedServer[]
beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached()])
})
afterAll(() => Promise.all(servers.map((server) => server.stop())))

/** What was published, with its channel. */
const events: [event: string, trace: CommandTrace][] = []
const note = (event: string) => (trace: unknown) => void events.push([event, trace as CommandTrace])
const channel = tracingChannel(COMMAND_CHANNEL)
const subscribers = {
  start: note('start'),
  end: note('end'),
  asyncStart: note('asyncStart'),
  asyncEnd: note('asyncEnd'),
  error: note('error'),
}
const ended = (): CommandTrace[] => events.filter(([event]) => event === 'asyncEnd').map(([, trace]) => trace)

beforeEach(() => channel.subscribe(subscribers))
afterEach(() => {
  channel.unsubscribe(subscribers)
  events.length = 0
})

interface OpenOptions {
  readonly servers: string[]
  readonly traceKeys?: boolean
}

// Both tell the same.
describe.each([
  ['MetaTransport', (options: OpenOptions) => new MetaTransport({ ...patient, ...options })],
  ['MemjsTransport', (options: OpenOptions) => new MemjsTransport({ ...patient, ...options })],
])(`${COMMAND_CHANNEL} by %s`, (_name, open) => {
  it('tells of each command to a server, and never of keys or values', async () => {
    const [address = ''] = servers.map((server) => server.address)
    const [host = '', port = ''] = address.split(':')
    const transport = open({ servers: [address] })
    await transport.set('secret-key', VALUE)
    await transport.get('secret-key')
    await transport.gets('nothing')
    await transport.getMany(['secret-key', 'nothing', 'neither'])
    await transport.hasMany(['secret-key', 'nothing'])
    await transport.increment('counter', 1, { initial: 1 })
    await transport.delete('nothing')
    await transport.flush()
    await transport.statistics()
    await transport.close()
    const where = { server: address, address: host, port: Number(port), error: undefined }
    const none = { hits: 0, misses: 0 }
    expect(ended()).toMatchObject([
      { ...where, operation: 'set', keys: 1, ...none },
      { ...where, operation: 'get', keys: 1, hits: 1, misses: 0 },
      { ...where, operation: 'gets', keys: 1, hits: 0, misses: 1 },
      { ...where, operation: 'getMany', keys: 3, hits: 1, misses: 2 },
      { ...where, operation: 'hasMany', keys: 2, hits: 1, misses: 1 },
      { ...where, operation: 'increment', keys: 1, ...none },
      { ...where, operation: 'delete', keys: 1, ...none },
      { ...where, operation: 'flush', keys: 0, ...none },
      { ...where, operation: 'statistics', keys: 0, ...none },
    ])
    expect(JSON.stringify(events)).not.toContain('secret')
    expect(events.slice(0, 4).map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd'])
    expect(events.filter(([event]) => event === 'error')).toEqual([])
  })

  it('counts the bytes that the server has read and written', async () => {
    const [address = ''] = servers.map((server) => server.address)
    const counter = open({ servers: [address] })
    const bytesOf = async (): Promise<{ read: number; written: number }> => {
      const [figures] = await counter.statistics()
      const { bytes_read: read, bytes_written: written } = figures?.statistics ?? {}
      return { read: Number(read), written: Number(written) }
    }
    const transport = open({ servers: [address] })
    await transport.set('warm-up', VALUE)
    const keys = Array.from({ length: 2000 }, (_, index) => `key:${index}`)
    events.length = 0
    const before = await bytesOf()
    await transport.set('large', VALUE, { lifetime: 60, flags: 3 })
    await transport.add('large', VALUE)
    await transport.get('large')
    await transport.gets('large')
    await Promise.all(keys.slice(0, 50).map((key) => transport.set(key, VALUE.subarray(0, 10))))
    await transport.getMany(keys)
    await transport.touch('large', 30)
    await transport.append('nothing', VALUE)
    const after = await bytesOf()
    // A server has read the question when it writes the figures, and counts what it writes afterwards.
    const traces = ended()
    expect(after.read - before.read).toBe(sum(traces.slice(1), 'bytesOut'))
    expect(after.written - before.written).toBe(sum(traces.slice(0, -1), 'bytesIn'))
    await Promise.all([transport.close(), counter.close()])
  })

  it('tells of each server of a batch, with keys on request', async () => {
    const addresses = servers.map((server) => server.address)
    const transport = open({ servers: addresses, traceKeys: true })
    const keys = Array.from({ length: 40 }, (_, index) => `key:${index}`)
    await transport.flush()
    for (const key of keys.slice(0, 10)) await transport.set(key, VALUE.subarray(0, 4))
    events.length = 0
    await transport.getMany([...keys, ...keys])
    const traces = ended()
    expect(new Set(traces.map(({ server }) => server))).toEqual(new Set(addresses))
    expect(traces).toHaveLength(2)
    expect(sum(traces, 'hits')).toBe(10)
    for (const { server, keys: count, memcachedKeys, hits, misses } of traces) {
      expect(memcachedKeys).toEqual(keys.filter((key) => transport.serverOf(key) === server))
      expect(count).toBe(memcachedKeys?.length)
      expect(hits + misses).toBe(count)
    }
    await transport.close()
  })

  it('tells of failures, of a batch only those of the server that failed', async () => {
    const down = `127.0.0.1:${await freePort()}`
    const [up = ''] = servers.map((server) => server.address)
    const transport = open({ servers: [up, down] })
    const keys = Array.from({ length: 40 }, (_, index) => `key:${index}`)
    await expect(transport.getMany(keys)).rejects.toMatchObject({ code: 'connection', server: down })
    const errors = events.filter(([event]) => event === 'error').map(([, trace]) => trace)
    expect(errors).toMatchObject([
      { operation: 'getMany', server: down, hits: 0, misses: 0, bytesOut: 0, bytesIn: 0 },
    ])
    expect(errors[0]?.error).toMatchObject({ name: 'TransportError', code: 'connection', server: down })
    expect(ended()).toHaveLength(2)
    await transport.close()
  })

  it('tells of a call that is given up', async () => {
    const [address = ''] = servers.map((server) => server.address)
    const transport = open({ servers: [address] })
    const caller = new AbortController()
    const call = transport.get('key', { signal: caller.signal })
    caller.abort('given up')
    await expect(call).rejects.toBe('given up')
    expect(events.map(([event]) => event)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd'])
    await transport.close()
  })
})

it(`${COMMAND_CHANNEL} tells of inspect, which only MetaTransport has`, async () => {
  const [address = ''] = servers.map((server) => server.address)
  const transport = new MetaTransport({ servers: [address], ...patient })
  await transport.set('inspected', VALUE)
  await transport.inspect('inspected')
  await transport.inspect('nothing')
  expect(ended().slice(1)).toMatchObject([
    { operation: 'inspect', server: address, keys: 1, hits: 1, misses: 0 },
    { operation: 'inspect', server: address, keys: 1, hits: 0, misses: 1 },
  ])
  await transport.close()
})

function sum(traces: readonly CommandTrace[], figure: 'bytesIn' | 'bytesOut' | 'hits'): number {
  return traces.reduce((total, trace) => total + trace[figure], 0)
}
