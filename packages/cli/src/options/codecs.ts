import { type Codec, jsonCodec } from '@lmc/client'
import { compressed } from '@lmc/codec/compressed'
import { bytesCodec } from './bytes-codec.ts'

/** By the names of `--codec`, how values become bytes. What needs a package beside is loaded when it is used. */
export const codecs = {
  json: async () => jsonCodec(),
  structured: async () => (await import('@lmc/codec/structured')).structuredCodec(),
  msgpack: async () => (await import('@lmc/codec/msgpack')).msgpackCodec(),
  bytes: async () => bytesCodec,
} as const satisfies Record<string, () => Promise<Codec>>

export type CodecName = keyof typeof codecs

/** Compresses nothing, and reads what others have compressed. */
const NEVER = Number.MAX_SAFE_INTEGER

/**
 * Opens the codec of that name.
 *
 * @param compresses whether values from 1024 bytes on are compressed.
 */
export async function openCodec(name: CodecName, compresses: boolean): Promise<Codec> {
  const codec = await codecs[name]()
  if (name === 'bytes') return codec
  return compressed(codec, compresses ? {} : { threshold: NEVER })
}
