import { KeyvMemcache } from '@keyv/memcache'
import { KeyvMemcached } from '@lmc/keyv'
import { Keyv } from 'keyv'
import type { Contender, Session } from './contender.ts'

/** A session of Keyv. */
function sessionOf(keyv: Keyv<string | object>): Session {
  const readText = async (key: string): Promise<string | undefined> => {
    const text = await keyv.get<string>(key)
    return text ?? undefined
  }
  return {
    get: (key) => keyv.get(key),
    set: (key, { text }) => keyv.set(key, text),
    getMany: (keys) => keyv.getMany([...keys]),
    loadObject: (name) => keyv.get(name),
    storeObject: (name, object) => keyv.set(name, object),
    readText,
    readTexts: async (keys) => {
      const found = await keyv.getMany<string>([...keys])
      return found.map((text) => text ?? undefined)
    },
    close: () => keyv.disconnect(),
  }
}

export const keyvMemcache: Contender = {
  name: '@keyv/memcache 2.0.2',
  open: async (addresses) =>
    sessionOf(new Keyv(new KeyvMemcache(addresses.join(',')), { namespace: 'bench' })),
}

export const keyvMemcached: Contender = {
  name: '@lmc/keyv',
  open: async (addresses) =>
    sessionOf(new Keyv(new KeyvMemcached({ servers: addresses }), { namespace: 'bench' })),
}
