import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'

/** So many calls are in flight. */
export const IN_FLIGHT = 64

/** What is stored. */
export const VALUE: string = 'x'.repeat(100)

/** A client that lets failures through, since a figure that hides some is none. */
export function openCache(
  servers: string | readonly string[],
  { trackKeys }: { readonly trackKeys: boolean },
): MemcachedClient {
  return new MemcachedClient({
    transport: new MetaTransport({ servers: [servers].flat(), timeout: 10_000 }),
    trackKeys,
    failures: 'throw',
  })
}

/** A key of 16 characters. */
export function keyOf(i: number): string {
  return `user:${String(i).padStart(11, '0')}`
}
