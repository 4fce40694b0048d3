// What runs without Node, and asks for no module of Node's: leaves what it found in `globalThis.found`.
import { jsonCodec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { memcachedKey } from '@lmc/keys'

const codec = compressed(jsonCodec())
const { value, flags } = codec.encode('x'.repeat(5000))
globalThis.found = [memcachedKey('cache_key'), value.length < 100, codec.decode(value, flags).length]
