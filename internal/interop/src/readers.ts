import { inflateSync } from 'node:zlib'
import type { Decoder } from '@lmc/codec'
import { dalliReader } from '@lmc/codec/dalli'
import { keyvMemcacheReader } from '@lmc/codec/keyv-memcache'
import { memcacheClientReader } from '@lmc/codec/memcache-client'
import { npmMemcachedReader } from '@lmc/codec/npm-memcached'
import { phpMemcachedReader } from '@lmc/codec/php-memcached'
import { plainTextReader } from '@lmc/codec/plain-text'

const memcacheClient = memcacheClientReader({ decompress: (bytes) => inflateSync(bytes) })

/** The readers, by the names of the clients. A client without a reader uses `jsonCodec()`. */
export const readers: ReadonlyMap<string, readonly [name: string, reader: Decoder]> = new Map([
  ['memjs', ['plainTextReader', plainTextReader()]],
  ['memcached', ['npmMemcachedReader', npmMemcachedReader()]],
  ['memcache-client', ['memcacheClientReader', memcacheClient]],
  ['memcache', ['plainTextReader', plainTextReader()]],
  ['@keyv/memcache', ['keyvMemcacheReader', keyvMemcacheReader()]],
  ['pymemcache', ['plainTextReader', plainTextReader()]],
  ['php-memcached', ['phpMemcachedReader', phpMemcachedReader()]],
  ['php-memcached, JSON and zlib', ['phpMemcachedReader', phpMemcachedReader()]],
  ['Dalli, JSON', ['dalliReader', dalliReader()]],
  ['Dalli, raw', ['dalliReader', dalliReader()]],
  ['gomemcache', ['plainTextReader', plainTextReader()]],
])
