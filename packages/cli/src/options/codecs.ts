import { type Codec, jsonCodec } from '@lmc/client'
import { compressed } from '@lmc/codec/compressed'
import { bytesCodec } from './bytes-codec.ts'
import { readOnly } from './read-only.ts'

/**
 * By the names of `--codec`, how values become bytes. What needs a package beside is loaded when it is used.
 */
const own = {
  json: async () => jsonCodec(),
  structured: async () => (await import('@lmc/codec/structured')).structuredCodec(),
  msgpack: async () => (await import('@lmc/codec/msgpack')).msgpackCodec(),
  'plain-json': async () => (await import('@lmc/codec/plain-json')).plainJsonCodec(),
} as const satisfies Record<string, () => Promise<Codec>>

/** Likewise, what is not compressed as lmc does. Values of other clients are read, and not stored. */
const foreign = {
  bytes: async () => bytesCodec,
  dalli: async () => readOnly('dalli', (await import('@lmc/codec/dalli')).dalliReader()),
  'keyv-memcache': async () =>
    readOnly('keyv-memcache', (await import('@lmc/codec/keyv-memcache')).keyvMemcacheReader()),
  'memcache-client': async () =>
    readOnly('memcache-client', (await import('@lmc/codec/memcache-client')).memcacheClientReader()),
  'npm-memcached': async () =>
    readOnly('npm-memcached', (await import('@lmc/codec/npm-memcached')).npmMemcachedReader()),
  'php-memcached': async () =>
    readOnly('php-memcached', (await import('@lmc/codec/php-memcached')).phpMemcachedReader()),
} as const satisfies Record<string, () => Promise<Codec>>

export type CodecName = keyof typeof own | keyof typeof foreign

export const codecNames: readonly string[] = [...Object.keys(own), ...Object.keys(foreign)]

/** Compresses nothing, and reads what others have compressed. */
const NEVER = Number.MAX_SAFE_INTEGER

/**
 * Opens the codec of that name.
 *
 * @param compresses whether values from 1024 bytes on are compressed.
 */
export async function openCodec(name: CodecName, compresses: boolean): Promise<Codec> {
  if (isForeign(name)) return foreign[name]()
  return compressed(await own[name](), compresses ? {} : { threshold: NEVER })
}

function isForeign(name: CodecName): name is keyof typeof foreign {
  return name in foreign
}
