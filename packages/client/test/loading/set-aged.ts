import { jsonCodec } from '@lmc/codec'
import { memcachedKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import { NO_GENERATIONS, withHeader } from '../../src/header/item-header.ts'

/** The age of a value: moments relative to now, in milliseconds. */
interface Age {
  readonly freshFor: number
  readonly refreshIn?: number
}

/** Stores a value as `getOrSet` would have done some time ago. */
export async function setAged(
  transport: Transport,
  key: string,
  value: unknown,
  { freshFor, refreshIn = freshFor }: Age,
): Promise<void> {
  const now = Date.now()
  const freshness = { freshUntil: now + freshFor, refreshAt: now + refreshIn, staleFor: 60 }
  const { value: bytes, flags } = withHeader(jsonCodec().encode(value), { ...NO_GENERATIONS, freshness })
  await transport.set(memcachedKey(key), bytes, { flags, lifetime: 60 })
}
