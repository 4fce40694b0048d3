import { jsonCodec } from '@lmc/codec'
import type { Seconds, Transport } from '@lmc/transport'
import { type ItemHeader, NO_GENERATIONS, withHeader } from '../../src/header/item-header.ts'

const MINUTE: Seconds = 60

/** Items under a key that `get` does not return as a value. */
export const standIns: readonly (readonly [name: string, header: ItemHeader])[] = [
  [
    'a stale value',
    { ...NO_GENERATIONS, freshness: { freshUntil: Date.now() - 1, refreshAt: Date.now() - 1, staleFor: 60 } },
  ],
  [
    'a lease',
    {
      ...NO_GENERATIONS,
      lease: { token: new Uint8Array(8).fill(7), duration: 10, isGivenUp: false, failures: 0 },
    },
  ],
  [
    'a value of a dependency that was invalidated',
    {
      ...NO_GENERATIONS,
      dependencies: [{ digest: 'ab'.repeat(16), generation: new Uint8Array(8).fill(1) }],
    },
  ],
]

/** Puts an item with a header under a memcached key. */
export async function plant(
  transport: Transport,
  memcachedKey: string,
  header: ItemHeader,
  value: unknown = 'planted',
): Promise<void> {
  const item = withHeader(jsonCodec().encode(value), header)
  await transport.set(memcachedKey, item.value, { flags: item.flags, lifetime: MINUTE })
}
