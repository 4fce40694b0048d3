import { type CacheView, type Lifetime, type MemcachedClient, openClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import type { Driver } from 'unstorage'
import { assertMemcachedDriverOptions, type MemcachedDriverOptions } from './memcached-driver-options.ts'

/** How many keys are dropped together. */
const BATCH = 1000

/** What a call may say of an item. */
interface ItemOptions {
  /** Seconds, or text such as `'10m'`; 0 and `Infinity` are for ever. */
  readonly ttl?: Lifetime | undefined
}

export type MemcachedDriver = Driver<MemcachedDriverOptions, MemcachedClient>

/**
 * A driver of unstorage for memcached.
 *
 * @throws {TypeError} when an option is unknown or of a wrong type, or the client does not track keys.
 */
export function memcachedDriver(options: MemcachedDriverOptions = {}): MemcachedDriver {
  assertMemcachedDriverOptions(options)
  const { client, close } = openClient(options, {
    of: 'memcachedDriver',
    tracksFor: 'getKeys() and clear()',
    openTransport: (servers) => new MetaTransport({ servers }),
  })
  const { namespace = 'unstorage', ttl = 0, failures } = options
  const items = client.view({ namespace, lifetime: ttl, failures })

  const set = async (key: string, value: unknown, itemOptions?: ItemOptions): Promise<void> => {
    await items.set(key, value, lifetimeOf(itemOptions))
  }
  return {
    name: 'memcached',
    flags: { ttl: true },
    options,
    getInstance: () => client,
    hasItem: (key) => items.has(key),
    getItem: (key) => items.get(key, { default: null }),
    getItemRaw: (key) => items.get(key, { default: null }),
    async getItems(wanted) {
      const found = await items.getMany<string>(wanted.map(({ key }) => key))
      return wanted.map(({ key }) => ({ key, value: found.get(key) ?? null }))
    },
    setItem: set,
    setItemRaw: (key, value, itemOptions) => set(key, toBytes(value), itemOptions),
    async setItems(entries, common) {
      await items.setMany(
        entries.map(({ key, value, options: own }) => [key, value, lifetimeOf({ ...common, ...own })]),
      )
    },
    async removeItem(key) {
      await items.invalidate(key)
    },
    async getKeys(base) {
      const keys: string[] = []
      for await (const key of keysUnder(items, base)) keys.push(key)
      return keys
    },
    async clear(base) {
      if (isRoot(base)) await items.invalidateNamespace()
      else await dropUnder(items, base)
    },
    dispose: close,
  }
}

/** memcached counts in whole seconds. */
function lifetimeOf({ ttl }: ItemOptions = {}): { lifetime?: Lifetime } {
  if (ttl === undefined) return {}
  if (typeof ttl !== 'number') return { lifetime: ttl }
  return { lifetime: ttl === Number.POSITIVE_INFINITY ? 0 : Math.ceil(ttl) }
}

/** The codec stores a `Uint8Array` as it is. */
function toBytes(value: unknown): unknown {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value
}

/** Whether all items are meant: unstorage gives no base then. */
function isRoot(base: string | undefined): base is undefined {
  return base === undefined || base === ''
}

async function* keysUnder(
  items: CacheView,
  base: string | undefined,
): AsyncGenerator<string, void, undefined> {
  for await (const key of items.iterateKeys())
    if (typeof key === 'string' && key.startsWith(base ?? '')) yield key
}

async function dropUnder(items: CacheView, base: string): Promise<void> {
  let batch: string[] = []
  for await (const key of keysUnder(items, base)) {
    batch.push(key)
    if (batch.length < BATCH) continue
    await items.invalidateMany(batch)
    batch = []
  }
  await items.invalidateMany(batch)
}
