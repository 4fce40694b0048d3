// A program without Node and its modules. Leaves its results in `globalThis.found`.
import { jsonCodec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { memcachedKey } from '@lmc/keys'

const codec = compressed(jsonCodec())
const { value, flags } = codec.encode('x'.repeat(5000))
globalThis.found = [memcachedKey('cache_key'), value.length < 100, codec.decode(value, flags).length]
