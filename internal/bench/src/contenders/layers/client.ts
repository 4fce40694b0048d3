import { type GetOrSetOptions, MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { nearTransport } from '@lmc/transport-near'
import type { Contender, Session } from '../contender.ts'

/** What an application calls: any key, hashed, and any value, encoded. */
export const client: Contender = {
  name: '@lmc/client',
  open: async (servers) => sessionOf(openClient(servers)),
}

export const clientGetOrSet: Contender = {
  name: '@lmc/client getOrSet',
  open: async (servers) => getOrSetSessionOf(openClient(servers), { lifetime: '1h' }),
}

/** Each value has a header, which says until when it is fresh. */
export const clientStaleFor: Contender = {
  name: '@lmc/client getOrSet with staleFor',
  open: async (servers) => getOrSetSessionOf(openClient(servers), { lifetime: '1h', staleFor: '1h' }),
}

/** Read items stay in this process for a second. */
export const nearClient: Contender = {
  name: '@lmc/client near',
  open: async (servers) => sessionOf(openNearClient(servers)),
}

export const nearClientGetOrSet: Contender = {
  name: '@lmc/client near, getOrSet',
  open: async (servers) => getOrSetSessionOf(openNearClient(servers), { lifetime: '1h' }),
}

function openClient(servers: readonly string[]): MemcachedClient {
  return new MemcachedClient({ transport: new MetaTransport({ servers }) })
}

function openNearClient(servers: readonly string[]): MemcachedClient {
  return new MemcachedClient({ transport: nearTransport(new MetaTransport({ servers })) })
}

function sessionOf(cache: MemcachedClient): Session {
  const readText = (key: string): Promise<string | undefined> => cache.get<string>(key)
  return {
    get: readText,
    set: (key, { text }) => cache.set(key, text),
    getMany: (keys) => cache.getMany(keys),
    loadObject: (name) => cache.get(name),
    storeObject: (name, object) => cache.set(name, object),
    readText,
    readTexts: async (keys) => {
      const found = await cache.getMany<string>(keys)
      return keys.map((key) => found.get(key))
    },
    close: () => cache.close(),
  }
}

/** The same, with `getOrSet` for reads and for writes. */
function getOrSetSessionOf(cache: MemcachedClient, options: GetOrSetOptions): Session {
  const writing = { ...options, fresh: true }
  const readText = (key: string): Promise<string> => cache.getOrSet<string>(key, expectHit, options)
  return {
    ...sessionOf(cache),
    get: readText,
    set: (key, { text }) => cache.getOrSet(key, () => text, writing),
    loadObject: (name) => cache.getOrSet<object>(name, expectHit, options),
    storeObject: (name, object) => cache.getOrSet(name, () => object, writing),
    readText,
  }
}

function expectHit(): never {
  throw new Error('a miss, where the key was stored')
}
