import { MemcachedClient } from '@lmc/client'
import type { Item, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { nearTransport } from '@lmc/transport-near'
import type { Contender, Session } from './contender.ts'

/** Our own transports. A whole job goes through `MemcachedClient`. */
export const meta: Contender = {
  name: 'meta',
  open: async (servers) => sessionOver(new MetaTransport({ servers })),
}

export const transportMemjs: Contender = {
  name: 'transport-memjs',
  open: async (servers) => sessionOver(new MemjsTransport({ servers })),
}

/** The same transport behind `nearTransport`, which keeps read items for a second. */
export const near: Contender = {
  name: 'near',
  open: async (servers) => sessionOver(nearTransport(new MetaTransport({ servers }))),
}

/** Without server and socket: the cost of the client itself. */
export const memory: Contender = {
  name: 'memory',
  open: async () => sessionOver(new MemoryTransport()),
}

function sessionOver(transport: Transport): Session {
  const cache = new MemcachedClient({ transport, failures: 'throw' })
  return {
    get: (key) => transport.get(key),
    set: (key, { bytes }) => transport.set(key, bytes),
    getMany: (keys) => transport.getMany(keys),
    loadObject: (name) => cache.get(name),
    storeObject: (name, object) => cache.set(name, object),
    readText: async (key) => toText(await transport.get(key)),
    readTexts: async (keys) => {
      const found = await transport.getMany(keys)
      return keys.map((key) => toText(found.get(key)))
    },
    close: () => cache.close(),
  }
}

function toText(item: Item | undefined): string | undefined {
  return item && Buffer.from(item.value).toString()
}
