import type { CacheKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'

/** The keys of a call. */
interface KeysTarget {
  readonly namespace?: string | undefined
  readonly raw?: boolean | 'utf8' | undefined
  readonly isUnlocated?: boolean
}

/** The one server of all the keys. `undefined`: there are several servers, or they cannot be known. */
export function serverOfKeys(
  transport: Transport,
  namespacedKeys: NamespacedKeys,
  keys: readonly CacheKey[],
  { namespace, raw, isUnlocated = false }: KeysTarget,
): string | undefined {
  const [only, ...others] = transport.servers
  if (others.length === 0) return only
  if (isUnlocated) return undefined
  let server: string | undefined
  try {
    for (const key of keys) {
      const own = transport.serverOf(namespacedKeys.memcachedKeyOf(key, { namespace, raw }))
      if (server !== undefined && server !== own) return undefined
      server = own
    }
  } catch {
    // The key is invalid, and the call itself rejects.
    return undefined
  }
  return server
}
