/** @module plain-text */

import type { Decoder } from '../codec.ts'
import { textOrBytes } from '../text/text-or-bytes.ts'
import { unknownFlags } from './unknown-flags.ts'

/**
 * Makes the reader for strings with flags 0. These clients store them: memjs, npm's `memcache`, gomemcache,
 * pymemcache without a serde, and Dalli with `raw`. They store bytes in the same way. So a value that is
 * UTF-8 becomes a string, and others bytes, not copied.
 */
export function plainTextReader(): Decoder {
  return {
    decode(value, flags) {
      if (flags !== 0) throw unknownFlags('plainTextReader()', flags)
      return textOrBytes(value)
    },
  }
}
