import type { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import type { CacheEntry } from 'next/cache.js'
import type { CacheHandlerValue } from 'next/dist/server/lib/incremental-cache/index.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCache } from '../src/open-cache.ts'
import { PageCacheHandler, type PageCacheOptions } from '../src/page-cache-handler.ts'
import { UseCacheHandler } from '../src/use-cache-handler.ts'

let memcached: MemcachedServer
let caches: readonly [MemcachedClient, MemcachedClient]
let now: number

/** Lets time pass. */
const pass = (milliseconds: number): void => {
  now += milliseconds
}

beforeAll(async () => {
  memcached = await startMemcached()
})
beforeEach(() => {
  now = 1_800_000_000_000
  vi.spyOn(Date, 'now').mockImplementation(() => now)
  vi.spyOn(console, 'error').mockReturnValue()
  caches = [openCache([memcached.address]), openCache([memcached.address])]
})
afterEach(async () => {
  vi.restoreAllMocks()
  await caches[0].invalidateAll()
  await Promise.all(caches.map((cache) => cache.close()))
})
afterAll(() => memcached.stop())

describe('UseCacheHandler', () => {
  let here: UseCacheHandler
  let there: UseCacheHandler
  beforeEach(() => {
    ;[here, there] = caches.map((cache) => new UseCacheHandler(cache)) as [UseCacheHandler, UseCacheHandler]
  })

  const entryOf = (text: string, tags: string[] = []): CacheEntry => ({
    value: new Blob([text]).stream(),
    tags,
    stale: 30,
    timestamp: now,
    expire: 3600,
    revalidate: 60,
  })
  const textOf = async (entry: CacheEntry | undefined): Promise<string | undefined> =>
    entry && new Response(entry.value).text()

  it('gives an entry to another server, with all that Next.js says of it', async () => {
    await here.set('key', Promise.resolve(entryOf('Grüße', ['a', 'b'])))
    const { value, ...rest } = (await there.get('key', [])) ?? entryOf('none')
    expect(rest).toEqual({ tags: ['a', 'b'], stale: 30, timestamp: now, expire: 3600, revalidate: 60 })
    await expect(new Response(value).text()).resolves.toBe('Grüße')
  })

  it('gives a stream of its own to each reader', async () => {
    await here.set('key', Promise.resolve(entryOf('text')))
    const entries = await Promise.all([there.get('key', []), there.get('key', [])])
    await expect(Promise.all(entries.map(textOf))).resolves.toEqual(['text', 'text'])
  })

  it('waits for an entry that this server is making', async () => {
    let made = (_entry: CacheEntry): void => {}
    const set = here.set('key', new Promise((resolve) => (made = resolve)))
    const found = here.get('key', [])
    made(entryOf('made'))
    await expect(found.then(textOf)).resolves.toBe('made')
    await set
  })

  it('stores no part of an entry whose stream breaks off', async () => {
    const value = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('part'))
        controller.error(new Error('the render was given up'))
      },
    })
    await expect(here.set('key', Promise.resolve({ ...entryOf(''), value }))).rejects.toThrow('given up')
    await expect(here.get('key', [])).resolves.toBeUndefined()
  })

  it('drops what has a revalidated tag on all servers, and nothing else', async () => {
    await here.set('seven', Promise.resolve(entryOf('seven', ['price:7'])))
    await here.set('eight', Promise.resolve(entryOf('eight', ['price:8'])))
    pass(1)
    await there.updateTags(['price:7'])
    await expect(here.get('seven', [])).resolves.toBeUndefined()
    await expect(there.get('seven', [])).resolves.toBeUndefined()
    await expect(here.get('eight', []).then(textOf)).resolves.toBe('eight')
  })

  it('does not give what was begun before its tag was revalidated, and stored after', async () => {
    const begun = entryOf('old', ['price:7'])
    pass(1)
    await there.updateTags(['price:7'])
    await here.set('key', Promise.resolve(begun))
    await expect(here.get('key', [])).resolves.toBeUndefined()
  })

  it('drops what has a revalidated tag when memcached has lost the time stamps', async () => {
    await here.set('key', Promise.resolve(entryOf('old', ['price:7'])))
    await there.updateTags(['price:7'])
    await caches[0].invalidate('price:7', { namespace: 'next-tags' })
    await expect(here.get('key', [])).resolves.toBeUndefined()
  })

  it('looks for revalidated paths, which an entry is not stored with', async () => {
    await here.set('key', Promise.resolve(entryOf('text')))
    pass(1)
    await there.updateTags(['_N_T_/prices'])
    await expect(here.get('key', ['_N_T_/reports']).then(textOf)).resolves.toBe('text')
    await expect(here.get('key', ['_N_T_/prices'])).resolves.toBeUndefined()
    await expect(here.getExpiration()).resolves.toBe(Number.POSITIVE_INFINITY)
  })

  it('gives what is stale until it has expired, to be made anew meanwhile', async () => {
    await here.set('key', Promise.resolve(entryOf('old', ['price:7'])))
    pass(1)
    await there.updateTags(['price:7'], { expire: 10 })
    const stale = await here.get('key', [])
    // Overdue, but not below 0: Next.js answers 500 for a page that is made of such an entry.
    expect(stale?.revalidate).toBe(1)
    expect(stale?.timestamp).toBeLessThan(Date.now() - 1000)
    await expect(textOf(stale)).resolves.toBe('old')
    pass(10_000)
    await expect(here.get('key', [])).resolves.toBeUndefined()
  })

  it('stores nothing that expires at once', async () => {
    await here.set('key', Promise.resolve({ ...entryOf('text'), expire: 0 }))
    await expect(here.get('key', [])).resolves.toBeUndefined()
  })

  it('finds nothing while memcached is down, and rejects a revalidation', async () => {
    const own = await startMemcached()
    const cache = openCache([own.address])
    const handler = new UseCacheHandler(cache)
    await handler.set('key', Promise.resolve(entryOf('text', ['a'])))
    await own.stop()
    await expect(handler.get('key', ['b'])).resolves.toBeUndefined()
    await expect(handler.set('key', Promise.resolve(entryOf('text')))).resolves.toBeUndefined()
    await expect(handler.updateTags(['a'])).rejects.toMatchObject({ name: 'TransportError' })
    await cache.close()
  })
})

describe('PageCacheHandler', () => {
  const kind = 'APP_PAGE' as never
  const asked = { kind, isFallback: false }
  const pageOf = (html: string, tags = ''): CacheHandlerValue['value'] => ({
    kind,
    html,
    rscData: Buffer.from([1, 2, 255]),
    status: 200,
    postponed: undefined,
    headers: { 'x-next-cache-tags': tags },
    segmentData: new Map([['/_tree', Buffer.from('tree')]]),
  })
  const built = new Map<string, CacheHandlerValue>()
  const open = (which: 0 | 1, options: Partial<PageCacheOptions> = {}): PageCacheHandler =>
    new PageCacheHandler({
      cache: caches[which],
      build: 'one',
      built: { get: async (key) => built.get(key) ?? null },
      ...options,
    })
  afterEach(() => built.clear())

  it('gives a page to another server, with its Buffers and Maps', async () => {
    const cacheControl = { revalidate: 60, expire: 3600 }
    await open(0).set('/page', pageOf('<p>'), { cacheControl })
    const found = await open(1).get('/page', asked)
    expect(found).toEqual({ lastModified: now, value: pageOf('<p>'), cacheControl })
    const value = found?.value as { rscData: Buffer; segmentData: Map<string, Buffer> } | undefined
    expect(Buffer.isBuffer(value?.rscData)).toBe(true)
    expect(Buffer.isBuffer(value?.segmentData.get('/_tree'))).toBe(true)
  })

  it('gives no page of another build', async () => {
    await open(0).set('/page', pageOf('<p>'), {})
    await expect(open(0, { build: 'two' }).get('/page', asked)).resolves.toBeNull()
  })

  it('drops pages by their tags and paths on all servers', async () => {
    await open(0).set('/seven', pageOf('seven', '_N_T_/seven,price:7'), {})
    await open(0).set('/eight', pageOf('eight', '_N_T_/eight,price:8'), {})
    pass(1)
    await open(1).revalidateTag('price:7')
    await expect(open(0).get('/seven', asked)).resolves.toBeNull()
    await expect(open(0).get('/eight', asked)).resolves.toMatchObject({ value: { html: 'eight' } })
    await open(1).revalidateTag(['_N_T_/eight'], { expire: 100 })
    await expect(open(0).get('/eight', asked)).resolves.toBeNull()
  })

  it('does not give a page that was begun before its tag was revalidated, and stored after', async () => {
    const request = open(0)
    await request.get('/page', asked)
    pass(5)
    await open(1).revalidateTag('price:7')
    pass(5)
    await request.set('/page', pageOf('old', 'price:7'), {})
    await expect(open(1).get('/page', asked)).resolves.toBeNull()
  })

  it('keeps what fetch gave, and drops it by its tags and the path that asked', async () => {
    const value = { kind: 'FETCH', data: { headers: {}, body: 'eA==', url: 'u' }, revalidate: 60 } as never
    const context = { kind: 'FETCH' as never, tags: ['a'], softTags: ['_N_T_/page'] }
    await open(0).set('hash', value, { fetchCache: true, tags: ['a'] })
    await expect(open(1).get('hash', context)).resolves.toEqual({ lastModified: now, value })
    pass(1)
    await open(1).revalidateTag('_N_T_/page')
    await expect(open(0).get('hash', context)).resolves.toBeNull()
    await expect(open(0).get('hash', { ...context, softTags: [] })).resolves.not.toBeNull()
    await open(1).revalidateTag('a')
    await expect(open(0).get('hash', { ...context, softTags: [] })).resolves.toBeNull()
  })

  it('keeps that a page is not to be found', async () => {
    await open(0).set('/none', null, { cacheControl: { revalidate: 60, expire: 3600 } })
    await expect(open(1).get('/none', asked)).resolves.toMatchObject({ value: null })
  })

  it('gives a page of the build until its tag is revalidated, and a fallback also then', async () => {
    const page = { lastModified: now, value: pageOf('built', 'price:7') }
    built.set('/page', page)
    await expect(open(0).get('/page', asked)).resolves.toBe(page)
    pass(1)
    await open(1).revalidateTag('price:7')
    await expect(open(0).get('/page', asked)).resolves.toBeNull()
    await expect(open(0).get('/page', { kind, isFallback: true })).resolves.toBe(page)
  })

  it('gives no page while memcached is down, but a fallback', async () => {
    const own = await startMemcached()
    await own.stop()
    const cache = openCache([own.address])
    const page = { lastModified: now, value: pageOf('built', 'price:7') }
    built.set('/page', page)
    await expect(open(0, { cache }).get('/page', asked)).resolves.toBeNull()
    await expect(open(0, { cache }).get('/page', { kind, isFallback: true })).resolves.toBe(page)
    await expect(open(0, { cache }).set('/page', pageOf('<p>'), {})).resolves.toBeUndefined()
    await cache.close()
  })
})
