import type { CacheKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import type { KeySpace } from '../keys/key-space.ts'

/** How the keys of a call are meant. */
interface KeysTarget {
  readonly namespace?: string | undefined
  readonly raw?: boolean | 'utf8' | undefined
  readonly isUnlocated?: boolean
}

/** The one server that holds all of the keys; `undefined` where that are several, or cannot be known. */
export function serverOfKeys(
  transport: Transport,
  keySpace: KeySpace,
  keys: readonly CacheKey[],
  { namespace, raw, isUnlocated = false }: KeysTarget,
): string | undefined {
  const [only, ...others] = transport.servers
  if (others.length === 0) return only
  if (isUnlocated) return undefined
  let server: string | undefined
  try {
    for (const key of keys) {
      const own = transport.serverOf(keySpace.memcachedKeyOf(key, { namespace, raw }))
      if (server !== undefined && server !== own) return undefined
      server = own
    }
  } catch {
    // A key that is none: the call itself rejects by it.
    return undefined
  }
  return server
}
