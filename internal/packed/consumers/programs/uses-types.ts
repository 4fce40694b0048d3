// A program that uses the types of every entry of every package.
import {
  cacheKey,
  type CacheKey,
  type Failure,
  isCodecError,
  isInvalidKeyError,
  isTransportError,
  logFailures,
  MemcachedClient,
  type MemcachedClientOptions,
} from '@lmc/client'
import { type Codec, jsonCodec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { memcachedKey } from '@lmc/keys'
import { KeyTracker } from '@lmc/tracker'
import { forwardTo, type Item, type Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport, type MetaTransportOptions } from '@lmc/transport-meta'
import { clauses } from '@lmc/transport-tests/conformance'
import { faultClauses } from '@lmc/transport-tests/faults'

interface User {
  readonly name: string
}

const settings: MetaTransportOptions = { servers: ['127.0.0.1:11211'], timeout: 1000 }
const transport: Transport = new MetaTransport(settings)
export const transports: readonly Transport[] = [
  transport,
  new MemjsTransport({ servers: ['127.0.0.1:11211'] }),
  forwardTo(new MemoryTransport({ store: new MemoryStore() }), {
    get: async (key: string): Promise<Item | undefined> => ({ value: new Uint8Array(0), flags: key.length }),
  }),
]

export function open(): MemcachedClient {
  const codec: Codec = compressed(jsonCodec(), { threshold: 100 })
  const onFailure = (failure: Failure): string => failure.error.message
  const options: MemcachedClientOptions = {
    transport,
    codec,
    trackKeys: true,
    failures: 'throw',
    onFailure: (failure) => void onFailure(failure),
  }
  void logFailures((line: string) => line.length)
  return new MemcachedClient(options)
}

export async function read(cache: MemcachedClient, id: number): Promise<string> {
  const key: CacheKey = { [cacheKey]: (): CacheKey => ['user', id] }
  const user: User | undefined = await cache.get<User>(key)
  const many = await cache.getMany<User>([key, 'other'])
  try {
    for await (const listed of cache.iterateKeys()) void listed
    await cache.set(key, { name: 'Ada' } satisfies User, { lifetime: 60, dependencies: ['users'] })
  } catch (error) {
    if (isTransportError(error)) return `${error.code} of ${error.server ?? 'no server'}`
    if (isCodecError(error) || isInvalidKeyError(error)) return error.code
    throw error
  }
  const suites = `${clauses.length} ${faultClauses.length}`
  return `${user?.name} ${many.size} ${memcachedKey('a')} ${suites} ${KeyTracker.name}`
}
