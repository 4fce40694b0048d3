/**
 * Bob Jenkins' one-at-a-time hash, unsigned 32-bit, of a text, one character a byte: the hash that
 * libmemcached takes when it is told none. A byte above 127 counts as negative, as in libmemcached where C's
 * `char` has a sign: on x86, not on ARM.
 *
 * @see http://www.burtleburtle.net/bob/hash/doobs.html heading "one-at-a-time"
 */
export function oneAtATime(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) {
    hash = (hash + ((text.charCodeAt(i) << 24) >> 24)) | 0
    hash = (hash + (hash << 10)) | 0
    hash ^= hash >>> 6
  }
  hash = (hash + (hash << 3)) | 0
  hash ^= hash >>> 11
  hash = (hash + (hash << 15)) | 0
  return hash >>> 0
}
