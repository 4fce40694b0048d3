import { isCodecError, jsonCodec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { msgpackCodec } from '@lmc/codec/msgpack'
import { structuredCodec } from '@lmc/codec/structured'
import { same } from './same.mjs'

/** Encodes and decodes values by each codec. */
export function useCodec() {
  for (const codec of [jsonCodec(), compressed(jsonCodec()), msgpackCodec(), structuredCodec()])
    for (const value of ['Grüße, 世界', 42, -0.5, null, true, [1, { a: ['b'] }], 'x'.repeat(5000)]) {
      const { value: bytes, flags } = codec.encode(value)
      same(codec.decode(bytes, flags), value)
    }
  const packed = compressed(jsonCodec()).encode('x'.repeat(5000))
  same(packed.value.length < 100, true)
  const { value, flags } = structuredCodec().encode(new Map([['at', new Date(0)]]))
  same(structuredCodec().decode(value, flags).get('at').getTime(), 0)
  try {
    jsonCodec().encode(() => 1)
    throw new Error('a function was encoded')
  } catch (error) {
    if (!isCodecError(error)) throw error
  }
}
