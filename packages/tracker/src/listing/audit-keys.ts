import type { CallOptions, Transport } from '@lmc/transport'
import type { DeadKey, KeyAudit } from './key-audit.ts'
import type { IndexedKey } from './indexed-key.ts'

/** How many keys are asked for at once. */
const KEYS_AT_ONCE = 1000

/** What a transport can ask for; servers may hold other keys as well. */
const MEMCACHED_KEY = /^[\x21-\x7e]{1,250}$/

export interface AuditSources<Key> {
  readonly transport: Transport
  /** The memcached keys that the servers hold. */
  readonly dump: AsyncIterable<string>
  readonly namespaces: () => Promise<Iterable<string | undefined>>
  /** All that the index of a namespace names. */
  readonly named: (namespace: string | undefined) => AsyncIterable<readonly IndexedKey<Key>[]>
}

/**
 * Compares an index with a dump. The dump is read first, to its end: whatever it shows was announced before.
 * Others go on meanwhile, so what seems wrong is asked for once more.
 */
export async function auditKeys<Key>(
  { transport, dump, namespaces, named }: AuditSources<Key>,
  options: CallOptions,
): Promise<KeyAudit<Key>> {
  const held = new Set<string>()
  for await (const memcachedKey of dump) held.add(memcachedKey)

  let listed = 0
  const dead: DeadKey<Key>[] = []
  const unnamed = new Set(held)
  for (const namespace of await namespaces()) {
    for await (const batch of named(namespace)) {
      for (const { memcachedKey } of batch) unnamed.delete(memcachedKey)
      const missing = batch.filter(({ memcachedKey }) => !held.has(memcachedKey))
      const there = await transport.hasMany(
        missing.map(({ memcachedKey }) => memcachedKey),
        options,
      )
      const gone = missing.filter(({ memcachedKey }) => !there.has(memcachedKey))
      listed += batch.length - gone.length
      for (const { key, memcachedKey } of gone) dead.push({ namespace, key, memcachedKey })
    }
  }
  return { listed, dead, unlisted: await stillThere([...unnamed], transport, options) }
}

async function stillThere(
  memcachedKeys: readonly string[],
  transport: Transport,
  options: CallOptions,
): Promise<string[]> {
  const there: string[] = []
  for (let start = 0; start < memcachedKeys.length; start += KEYS_AT_ONCE) {
    const batch = memcachedKeys.slice(start, start + KEYS_AT_ONCE)
    const found = await transport.hasMany(
      batch.filter((key) => MEMCACHED_KEY.test(key)),
      options,
    )
    there.push(...batch.filter((key) => found.has(key) || !MEMCACHED_KEY.test(key)))
  }
  return there
}
