export { CodecError, type CodecErrorCode, isCodecError } from './codec-error.ts'
export type { Codec, Encoded } from './codec.ts'
export { Flag } from './flag.ts'
export { jsonCodec, type JsonCodecOptions } from './json/json-codec.ts'
