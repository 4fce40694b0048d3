import { KeyvMemcache } from '@keyv/memcache'
import { Cacheable, createKeyv } from 'cacheable'
import type { Contender, Session } from '../contender.ts'

const NAME = 'cacheable 2.5.0'

/** As long as `nearTransport` keeps an item. */
const MEMORY_AGE = 1000

/** Memcached alone. */
export const cacheableGetOrSet: Contender = {
  name: `${NAME} getOrSet, @keyv/memcache`,
  open: async (addresses) =>
    getOrSetSessionOf(new Cacheable({ primary: new KeyvMemcache(addresses.join(',')) })),
}

/** The memory of this process in front of memcached. */
export const layeredCacheable: Contender = {
  name: `${NAME} memory before @keyv/memcache`,
  open: async (addresses) => sessionOf(openLayered(addresses)),
}

export const layeredCacheableGetOrSet: Contender = {
  name: `${NAME} memory before @keyv/memcache, getOrSet`,
  open: async (addresses) => getOrSetSessionOf(openLayered(addresses)),
}

function openLayered(addresses: readonly string[]): Cacheable {
  return new Cacheable({
    primary: createKeyv({ ttl: MEMORY_AGE }),
    secondary: new KeyvMemcache(addresses.join(',')),
  })
}

function sessionOf(cache: Cacheable): Session {
  const readText = (key: string): Promise<string | undefined> => cache.get<string>(key)
  return {
    get: readText,
    set: (key, { text }) => cache.set(key, text),
    getMany: (keys) => cache.getMany([...keys]),
    loadObject: (name) => cache.get(name),
    storeObject: (name, object) => cache.set(name, object),
    readText,
    readTexts: (keys) => cache.getMany<string>([...keys]),
    close: () => cache.disconnect(),
  }
}

function getOrSetSessionOf(cache: Cacheable): Session {
  const readText = (key: string): Promise<string | undefined> =>
    cache.getOrSet<string>(key, expectHit, { throwErrors: true })
  return {
    ...sessionOf(cache),
    get: readText,
    loadObject: (name) => cache.getOrSet<object>(name, expectHit, { throwErrors: true }),
    readText,
  }
}

function expectHit(): never {
  throw new Error('a miss, where the key was stored')
}
