import { useCodec } from './steps/use-codec.mjs'

useCodec()
