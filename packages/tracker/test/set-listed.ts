import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { StoreOptions, Transport } from '@lmc/transport'
import type { KeyTracker } from '../src/index.ts'

export interface SetOptions extends Pick<StoreOptions, 'lifetime'> {
  readonly namespace?: string
  readonly raw?: boolean
}

/** Announces a key and stores it, as the client does. */
export async function setListed(
  tracker: KeyTracker<CacheKey>,
  transport: Transport,
  key: CacheKey,
  { namespace, raw = false, lifetime = 0 }: SetOptions = {},
): Promise<void> {
  const { sent, listed, stored } = tracker.announce(tracker.entry({ key, namespace, raw }))
  await sent
  await transport.set(memcachedKey(key, { namespace, raw }), new Uint8Array(1), { lifetime })
  stored()
  await listed
}
