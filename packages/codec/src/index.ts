/** @module codec */

export { CodecError, type CodecErrorCode, isCodecError } from './codec-error.ts'
export type { Codec, Decoder, Encoded } from './codec.ts'
export { firstThat } from './first-that.ts'
export { Flag } from './flag.ts'
export { jsonCodec, type JsonCodecOptions } from './json/json-codec.ts'
