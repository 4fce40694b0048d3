import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LmcInstrumentation } from '../src/index.ts'
import { Telemetry } from './telemetry.ts'

describe('the spans of commands', () => {
  const keys = Array.from({ length: 40 }, (_, key) => key)
  let servers: MemcachedServer[]
  let telemetry: Telemetry
  let cache: MemcachedClient
  let instrumentation: LmcInstrumentation

  beforeEach(async () => {
    servers = await Promise.all([startMemcached(), startMemcached()])
    const transport = new MetaTransport({ servers: servers.map(({ address }) => address), traceKeys: true })
    cache = new MemcachedClient({ transport, onFailure: () => {} })
    telemetry = new Telemetry()
    telemetry.register()
    instrumentation = new LmcInstrumentation({ commands: true })
  })
  afterEach(async () => {
    instrumentation.disable()
    await cache.close()
    await telemetry.close()
    await Promise.all(servers.map((server) => server.stop()))
  })

  const portOf = ({ address }: MemcachedServer): number => Number(address.split(':')[1])
  const below = (name: string): readonly ReadableSpan[] => {
    const { spanId } = telemetry.span(name).spanContext()
    return telemetry.spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId)
  }

  it('stand below that of the call, one for each server', async () => {
    await cache.setMany(keys.map((key) => [key, 1]))
    await cache.getMany([...keys, 'nothing'], { namespace: 'n' })
    await cache.getMany([...keys, 'nothing'])
    const spans = below('BATCH get')
    expect(spans.map(({ name }) => name).toSorted()).toEqual(
      servers.map(({ address }) => `BATCH get ${address}`).toSorted(),
    )
    expect(spans.map(({ kind }) => kind)).toEqual([SpanKind.CLIENT, SpanKind.CLIENT])
    const sum = (name: string): number =>
      spans.reduce((all, span) => all + Number(span.attributes[name] ?? 0), 0)
    expect(sum('db.operation.batch.size')).toBe(41)
    expect([sum('lmc.hits'), sum('lmc.misses')]).toEqual([40, 1])
    expect(new Set(spans.map(({ attributes }) => attributes['server.port']))).toEqual(
      new Set(servers.map(portOf)),
    )
    for (const { attributes } of spans) {
      expect(attributes).toMatchObject({
        'db.system.name': 'memcached',
        'db.operation.name': 'BATCH get',
        'server.address': '127.0.0.1',
      })
      expect(attributes).not.toHaveProperty('lmc.keys')
    }
  })

  it('have the memcached keys on request', async () => {
    instrumentation.setConfig({ commands: true, keys: true })
    await cache.get('key', { namespace: 'n' })
    expect(below('get n').map(({ attributes }) => attributes['lmc.keys'])).toEqual([
      [cache.memcachedKey('key', { namespace: 'n' })],
    ])
  })

  it('tell of a failure with its server', async () => {
    await servers[0]?.stop()
    const gone = servers[0]?.address ?? ''
    const options = { namespace: 'n' }
    const isLost = (key: number): boolean =>
      cache.transport.serverOf(cache.memcachedKey(key, options)) === gone
    await cache.get(keys.find(isLost) ?? -1, options)
    const [span] = below('get n')
    expect(span?.status.code).toBe(SpanStatusCode.ERROR)
    expect(span?.name).toBe(`get ${gone}`)
    expect(span?.attributes['error.type']).toBe('connection')
  })

  it('are not measured as calls are, and are there on request only', async () => {
    await cache.get('key', { namespace: 'n' })
    instrumentation.setConfig({})
    await cache.get('key', { namespace: 'other' })
    expect(below('get n')).toHaveLength(1)
    expect(below('get other')).toHaveLength(0)
    const counts = await telemetry.counts('db.client.operation.duration')
    expect(counts.map(([, count]) => count)).toEqual([1, 1])
  })

  it('are not there without a parent where that is asked for', async () => {
    instrumentation.setConfig({ commands: true, requireParentSpan: true })
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(0)
  })
})
