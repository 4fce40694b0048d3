const nonAscii = /\P{ASCII}/u

/**
 * The bytes of a text in UTF-8, one character a byte, as the hashes here take them; ASCII as it is. The other
 * clients hash the bytes of a key, whatever its characters are.
 */
export function utf8Text(text: string): string {
  return nonAscii.test(text) ? Buffer.from(text).toString('latin1') : text
}
