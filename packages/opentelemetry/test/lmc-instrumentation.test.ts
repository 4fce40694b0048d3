import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Histogram } from '@opentelemetry/sdk-metrics'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LmcInstrumentation } from '../src/index.ts'
import { Telemetry } from './telemetry.ts'

let server: MemcachedServer
let telemetry: Telemetry
let cache: MemcachedClient
let instrumentation: LmcInstrumentation

beforeAll(async () => {
  server = await startMemcached()
})
beforeEach(async () => {
  cache = new MemcachedClient({
    transport: new MetaTransport({ servers: [server.address] }),
    traceKeys: true,
  })
  await cache.invalidateAll()
  telemetry = new Telemetry()
  telemetry.register()
  instrumentation = new LmcInstrumentation()
})
afterEach(async () => {
  instrumentation.disable()
  await cache.close()
  await telemetry.close()
})
afterAll(() => server.stop())

/** What each call to the server has. */
const where = (): object => ({
  'db.system.name': 'memcached',
  'server.address': '127.0.0.1',
  'server.port': Number(server.address.split(':')[1]),
})

describe('a span', () => {
  it('is a child of the active span, named and kept by the database conventions', async () => {
    const caller = await telemetry.inSpan(async (span) => {
      await cache.set('greeting', 'hello', { namespace: 'shop' })
      await cache.get('greeting', { namespace: 'shop' })
      return span.spanContext()
    })
    const span = telemetry.span('get shop')
    expect(span.kind).toBe(SpanKind.CLIENT)
    expect(span.parentSpanContext?.spanId).toBe(caller.spanId)
    expect(span.spanContext().traceId).toBe(caller.traceId)
    expect(span.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(span.instrumentationScope.name).toBe('@lmc/opentelemetry')
    expect(span.attributes).toEqual({
      ...where(),
      'db.operation.name': 'get',
      'db.namespace': 'shop',
      'lmc.hits': 1,
    })
    expect(telemetry.span('set shop').attributes).toMatchObject({
      'db.operation.name': 'set',
      'lmc.stored': 1,
    })
  })

  it('is named after the server where there is no namespace', async () => {
    await cache.get('nothing')
    const { attributes } = telemetry.span(`get ${server.address}`)
    expect(attributes).toEqual({ ...where(), 'db.operation.name': 'get', 'lmc.misses': 1 })
  })

  it.each([
    ['getMany of 3', 'BATCH get', 3, () => cache.getMany(['a', 'b', 'c'])],
    ['getMany of 1', 'get', undefined, () => cache.getMany(['a'])],
    ['getMany of 0', 'BATCH get', 0, () => cache.getMany([])],
    ['hasMany of 2', 'BATCH has', 2, () => cache.hasMany(['a', 'b'])],
    [
      'setMany of 2',
      'BATCH set',
      2,
      () =>
        cache.setMany([
          ['a', 1],
          ['b', 2],
        ]),
    ],
    ['invalidateMany of 2', 'BATCH invalidate', 2, () => cache.invalidateMany(['a', 'b'])],
    [
      'invalidateDependents of 2',
      'BATCH invalidateDependents',
      2,
      () => cache.invalidateDependents(['a', 'b']),
    ],
    [
      'getOrSetMany of 2',
      'BATCH getOrSet',
      2,
      () => cache.getOrSetMany(['a', 'b'], (all) => all.map((key) => [key, 1])),
    ],
    ['touch', 'touch', undefined, () => cache.touch('a')],
  ])('of %s is called %s, with %s as the size of the batch', async (_, name, size, call) => {
    await call()
    const { attributes } = telemetry.span(`${name} ${server.address}`)
    expect(attributes['db.operation.name']).toBe(name)
    expect(attributes['db.operation.batch.size']).toBe(size)
  })

  it('is the active one in what the call does, the load of getOrSet and its own spans included', async () => {
    const tracer = telemetry.tracerProvider.getTracer('application')
    const users = cache.view({ namespace: 'users' })
    const caller = await telemetry.inSpan(async (span) => {
      await users.getOrSet('ada', async () => {
        await Promise.resolve()
        tracer.startSpan('query').end()
        return 'Ada'
      })
      expect(trace.getActiveSpan()).toBe(span)
      return span.spanContext()
    })
    await cache.close()
    const [call, load, query] = ['getOrSet users', 'load users', 'query'].map((name) => telemetry.span(name))
    expect(call?.parentSpanContext?.spanId).toBe(caller.spanId)
    expect(load?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId)
    expect(query?.parentSpanContext?.spanId).toBe(load?.spanContext().spanId)
    expect(load?.kind).toBe(SpanKind.INTERNAL)
    expect(load?.attributes).toEqual({ 'db.namespace': 'users', 'lmc.loads': 1, 'lmc.stored': 1 })
    expect(call?.attributes).toMatchObject({ 'db.operation.name': 'getOrSet', 'lmc.misses': 1 })
  })

  it('holds no key and no value', async () => {
    await cache.set('secret-key', 'secret-value')
    await cache.getMany(['secret-key', 'other'])
    await cache.getOrSet('secret-other', () => 'secret-value')
    await cache.close()
    const told = telemetry.spans.map(({ name, attributes, events, status }) => [
      name,
      attributes,
      events,
      status,
    ])
    expect(told.length).toBeGreaterThan(3)
    expect(JSON.stringify(told)).not.toContain('secret')
  })

  it('has the keys on request, the first 100 of a batch', async () => {
    instrumentation.setConfig({ keys: true })
    await cache.get({ user: 7, part: 'name' })
    await cache.has('1')
    await cache.touch(1)
    await cache.getMany(Array.from({ length: 150 }, (_, key) => key))
    const [get, has, touch, batch] = telemetry.spans.map(({ attributes }) => attributes['lmc.keys'])
    expect(get).toEqual(['{"part":"name","user":7}'])
    expect(has).toEqual(['"1"'])
    expect(touch).toEqual(['1'])
    expect(batch).toEqual(Array.from({ length: 100 }, (_, key) => String(key)))
  })

  it('has no keys of a client that does not tell them', async () => {
    instrumentation.setConfig({ keys: true })
    const silent = new MemcachedClient({ transport: cache.transport, ownsTransport: false })
    await silent.get('secret')
    expect(telemetry.span(`get ${server.address}`).attributes).not.toHaveProperty('lmc.keys')
  })
})

describe('a failure', () => {
  it('of a load is an error of the call and of the load, with the name of what was thrown', async () => {
    const load = (): never => {
      throw new RangeError('too far')
    }
    await expect(cache.getOrSet('key', load, { namespace: 'n' })).rejects.toThrow('too far')
    await cache.close()
    for (const name of ['getOrSet n', 'load n']) {
      const span = telemetry.span(name)
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'too far' })
      expect(span.attributes['error.type']).toBe('RangeError')
      expect(span.events).toMatchObject([
        { name: 'exception', attributes: { 'exception.message': 'too far' } },
      ])
    }
  })

  it('that is no error is of the type _OTHER', async () => {
    // oxlint-disable-next-line no-throw-literal
    const load = (): never => {
      throw 'text'
    }
    await expect(cache.getOrSet('key', load, { namespace: 'n' })).rejects.toBe('text')
    const span = telemetry.span('getOrSet n')
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(span.attributes['error.type']).toBe('_OTHER')
  })

  it('of a caller has the code of the error', async () => {
    await expect(cache.set('key', undefined)).rejects.toThrow('undefined')
    await expect(cache.get(Number.NaN, { namespace: 'n' })).rejects.toThrow('NaN')
    expect(telemetry.span(`set ${server.address}`).attributes['error.type']).toBe('unsupported-type')
    expect(telemetry.span('get n').attributes['error.type']).toBe('not-finite')
  })

  it('that is only reported is counted, and no error', async () => {
    await cache.transport.set(cache.memcachedKey('key'), Buffer.from('{'))
    const silent = new MemcachedClient({
      transport: cache.transport,
      ownsTransport: false,
      onFailure: () => {},
    })
    await cache.transport.set('raw', Buffer.from('{'), { flags: 3 })
    await silent.get('raw', { raw: true })
    const { attributes, status } = telemetry.span(`get ${server.address}`)
    expect(status.code).toBe(SpanStatusCode.UNSET)
    expect(attributes).toMatchObject({ 'lmc.failures': 1, 'lmc.misses': 1 })
    await expect(telemetry.points('lmc.failures')).resolves.toEqual([{ attributes: {}, value: 1 }])
  })
})

describe('an outage', () => {
  it('is an error of each call, with its kind and its server, though the calls resolve', async () => {
    const gone = await startMemcached()
    const client = new MemcachedClient({
      transport: new MetaTransport({ servers: [gone.address, server.address] }),
      onFailure: () => {},
    })
    await gone.stop()
    const keys = Array.from({ length: 20 }, (_, key) => key)
    const isLost = (key: number): boolean =>
      client.transport.serverOf(client.memcachedKey(key)) === gone.address
    const lost = keys.find(isLost) ?? -1
    await expect(client.get(lost)).resolves.toBeUndefined()
    await client.getMany(keys)
    await client.close()
    const port = Number(gone.address.split(':')[1])
    for (const name of [`get ${gone.address}`, 'BATCH get']) {
      const { attributes, status } = telemetry.span(name)
      expect(status.code).toBe(SpanStatusCode.ERROR)
      expect(attributes).toMatchObject({ 'error.type': 'connection', 'server.port': port })
    }
    const counts = await telemetry.counts('db.client.operation.duration')
    const failed = {
      'db.system.name': 'memcached',
      'error.type': 'connection',
      'server.address': '127.0.0.1',
    }
    expect(counts).toEqual([
      [{ ...failed, 'server.port': port, 'db.operation.name': 'get' }, 1],
      [{ ...failed, 'server.port': port, 'db.operation.name': 'BATCH get' }, 1],
    ])
  })
})

describe('the metrics', () => {
  it('have how long each operation took, in the buckets of the conventions', async () => {
    await cache.get('a')
    await cache.get('b')
    await cache.getMany(['a', 'b'], { namespace: 'n' })
    expect(await telemetry.counts('db.client.operation.duration')).toEqual([
      [{ ...where(), 'db.operation.name': 'get' }, 2],
      [{ ...where(), 'db.operation.name': 'BATCH get', 'db.namespace': 'n' }, 1],
    ])
    const [point] = await telemetry.points<Histogram>('db.client.operation.duration')
    expect(point?.value.buckets.boundaries).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10])
    expect(point?.value.sum).toBeLessThan(10)
  })

  it('count what reads have found, loads, and what was stored and dropped', async () => {
    const options = { lifetime: 1, staleFor: 60, namespace: 'n' } as const
    await cache.getOrSet('key', () => 1, options)
    await cache.getOrSet('key', () => 1, options)
    await new Promise((resolve) => setTimeout(resolve, 1010))
    await cache.getOrSet('key', () => 2, options)
    await cache.getMany(['key', 'nothing'], { namespace: 'n' })
    await cache.close()
    const reads = await telemetry.points('lmc.reads')
    const of = (result: string): number | undefined =>
      reads.find(({ attributes }) => attributes['lmc.result'] === result)?.value
    expect(reads.map(({ attributes }) => attributes['db.namespace'])).toEqual(['n', 'n', 'n'])
    const { hits, misses, stale, loads, stored } = cache.counters
    expect([of('hit'), of('miss'), of('stale')]).toEqual([hits, misses, stale])
    expect(stale).toBeGreaterThan(0)
    const attributes = { 'db.namespace': 'n' }
    expect(await telemetry.points('lmc.loads')).toEqual([{ attributes, value: loads }])
    expect(await telemetry.points('lmc.stored')).toEqual([{ attributes, value: stored }])
    expect(await telemetry.counts('lmc.load.duration')).toEqual([[attributes, loads]])
  })

  it('count what was dropped', async () => {
    await cache.set('key', 1)
    await cache.invalidate('key')
    await cache.invalidate('key')
    expect(await telemetry.points('lmc.invalidated')).toEqual([{ attributes: {}, value: 1 }])
  })
})
