/** How far a hash has come. */
export interface Murmur3State {
  /** What the whole words so far came to. */
  readonly hash: number
  /** The bytes of the word that is not whole yet, the first lowest. */
  readonly word: number
  /** All bytes so far. */
  readonly length: number
}

const START: Murmur3State = { hash: 0, word: 0, length: 0 }

/** Takes a text in, one character a byte, behind what was taken in before. */
export function feedMurmur3(text: string, before: Murmur3State = START): Murmur3State {
  let { hash, word, length } = before
  for (let i = 0; i < text.length; i++, length++) {
    word |= text.charCodeAt(i) << ((length & 3) << 3)
    if ((length & 3) === 3) {
      hash ^= scramble(word)
      hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
      word = 0
    }
  }
  return { hash, word, length }
}

/**
 * MurmurHash3 with 32 bits, unsigned, seed 0, of a text, one character a byte, behind a prefix that is taken
 * in already.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp function `MurmurHash3_x86_32`
 */
export function murmur3(text: string, prefix: Murmur3State = START): number {
  const { hash, word, length } = feedMurmur3(text, prefix)
  let mixed = hash ^ scramble(word) ^ length
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function scramble(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51)
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593)
}
