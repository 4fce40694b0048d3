// A test of a project with Jest in its default mode, CommonJS.
const { isTransportError, MemcachedClient } = require('@lmc/client')
const { jsonCodec } = require('@lmc/codec')
const { compressed } = require('@lmc/codec/compressed')
const { MemjsTransport } = require('@lmc/transport-memjs')
const { MemoryTransport } = require('@lmc/transport-memory')
const { MetaTransport } = require('@lmc/transport-meta')

const servers = [process.env.MEMCACHED]

describe.each([
  ['MemoryTransport', () => new MemoryTransport()],
  ['MetaTransport', () => new MetaTransport({ servers })],
  ['MemjsTransport', () => new MemjsTransport({ servers })],
])('%s', (name, open) => {
  let cache
  beforeEach(() => {
    cache = new MemcachedClient({
      transport: open(),
      trackKeys: true,
      defaultNamespace: name,
      failures: 'throw',
    })
  })
  afterEach(async () => {
    jest.useRealTimers()
    await cache.close()
  })

  it('stores, reads, counts and lists', async () => {
    await cache.set({ user: 7 }, { name: 'Ada', tags: ['math'] }, { lifetime: 60 })
    await cache.set('bytes', new Uint8Array([1, 2, 3]))
    expect(await cache.get({ user: 7 })).toEqual({ name: 'Ada', tags: ['math'] })
    expect(await cache.get('bytes')).toEqual(new Uint8Array([1, 2, 3]))
    expect(await cache.keys()).toHaveLength(2)
    expect(cache.counters).toMatchObject({ hits: 2, misses: 0 })
  })

  it('serves while timers are faked', async () => {
    jest.useFakeTimers()
    await cache.set('faked', 1)
    expect(await cache.get('faked')).toBe(1)
  })
})

it.each([
  ['MetaTransport', (options) => new MetaTransport(options)],
  ['MemjsTransport', (options) => new MemjsTransport(options)],
])('a failure of %s says why, though its cause is of another realm', async (_, open) => {
  const transport = open({ servers: ['127.0.0.1:1'] })
  const error = await transport.get('key').catch((reason) => reason)
  expect(isTransportError(error)).toBe(true)
  expect(error.message).toContain('ECONNREFUSED')
  await transport.close()
})

it('compressed data beyond the bound is too large', () => {
  const { value, flags } = compressed(jsonCodec()).encode('x'.repeat(100_000))
  const careful = compressed(jsonCodec(), { maxDecompressedSize: 1000 })
  expect(() => careful.decode(value, flags)).toThrow(expect.objectContaining({ code: 'too-large' }))
})
