import { type Codec, CodecError } from '@lmc/codec'
import { canonicalText, type CacheKey } from '@lmc/keys'
import { readPickle } from './read-pickle.ts'

/**
 * A codec for the values of lovely.memcached: what Python 2 pickles by protocol 0, at flags 0. It reads and
 * writes texts, numbers, booleans, `None`, lists and dicts; tuples are read as arrays. It runs no code of a
 * pickle: whoever can write to memcached could put anything there.
 */
export function plainPickle(): Codec {
  return {
    encode: (value) => ({ value: Buffer.from(pickleText(value), 'latin1'), flags: 0 }),
    decode(value, flags) {
      if (flags !== 0) throw new CodecError('unknown-flags', `Flags ${flags}; lovely.memcached writes 0`)
      return readPickle(value)
    },
  }
}

/** The keys of lmc are hashed from the text that Python 2 pickles for them, so that text is here already. */
function pickleText(value: unknown): string {
  try {
    return canonicalText(value as CacheKey)
  } catch (cause) {
    throw new CodecError('unsupported-type', 'The value is not made of texts, numbers, lists and dicts', {
      cause,
    })
  }
}
