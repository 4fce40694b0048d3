import { inspect } from 'node:util'
import { type Codec, isCodecError, MemcachedClient } from '@lmc/client'
import type { MetaTransport } from '@lmc/transport-meta'
import { flagNames } from '../../output/flag-names.ts'
import { valueInJson } from '../../output/show-value.ts'
import type { DecodedValue, ItemView } from '../api/item-view.ts'

export interface ItemSources {
  readonly transport: MetaTransport
  readonly codec: Codec
}

/**
 * Resolves to an item and its value, or `undefined` when the key holds nothing.
 *
 * @throws {TransportError} as `get` of a transport.
 * @throws {InvalidKeyError} for what is no memcached key.
 */
export async function readItem(
  { transport, codec }: ItemSources,
  memcachedKey: string,
  signal: AbortSignal,
): Promise<ItemView | undefined> {
  // Before the value is read, which counts as a use.
  const details = await transport.inspect(memcachedKey, { signal })
  if (details === undefined) return undefined
  const [item, decoded] = await Promise.all([
    transport.get(memcachedKey, { signal }),
    decode({ transport, codec }, memcachedKey, signal),
  ])
  if (item === undefined) return undefined
  return {
    memcachedKey,
    server: transport.serverOf(memcachedKey),
    flags: item.flags,
    flagNames: flagNames(item.flags),
    valueSize: item.value.byteLength,
    lifetimeLeft: details.lifetimeLeft,
    idle: details.idle,
    wasRead: details.wasRead,
    stored: Buffer.from(item.value).toString('base64'),
    decoded,
  }
}

/** What lmc gives for the key. */
async function decode(
  { transport, codec }: ItemSources,
  memcachedKey: string,
  signal: AbortSignal,
): Promise<DecodedValue> {
  let problem: Error | undefined
  const client = new MemcachedClient({
    transport,
    ownsTransport: false,
    codec,
    failures: 'throw',
    onFailure: ({ error }) => (problem = error),
  })
  try {
    const value = await client.get(memcachedKey, { raw: 'utf8', signal })
    if (value !== undefined) return shown(value)
    if (problem !== undefined && isCodecError(problem)) return { form: 'none', reason: `${problem.message}.` }
    return { form: 'none', reason: 'lmc finds no value here: it is out of date, or is being loaded.' }
  } finally {
    await client.close()
  }
}

function shown(value: unknown): DecodedValue {
  if (typeof value === 'string') return { form: 'text', text: value }
  if (value instanceof Uint8Array) return shownBytes(value)
  const { shown: text } = valueInJson(value)
  if (typeof text === 'string') return { form: 'other', text: inspect(value, ALL) }
  return { form: 'json', text: JSON.stringify(value, null, 2) }
}

/** Other clients store texts without saying so. */
function shownBytes(value: Uint8Array): DecodedValue {
  try {
    return { form: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(value) }
  } catch {
    return { form: 'bytes' }
  }
}

const ALL = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }
