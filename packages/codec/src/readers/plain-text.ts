import type { Decoder } from '../codec.ts'
import { textOrBytes } from '../text/text-or-bytes.ts'
import { unknownFlags } from './unknown-flags.ts'

/**
 * Makes the reader of texts at flags 0, as memjs, `memcache` of npm, gomemcache, pymemcache without a serde and Dalli with `raw` store them.
 * They store bytes in the same way. So what is UTF-8 comes out as a text, and all else as bytes, not copied.
 */
export function plainTextReader(): Decoder {
  return {
    decode(value, flags) {
      if (flags !== 0) throw unknownFlags('plainTextReader()', flags)
      return textOrBytes(value)
    },
  }
}
