// The most bytes to add up before the sums must be reduced. So the sums stay small, exact integers.
const run = 3800
const modulus = 65_521

/**
 * Returns the Adler-32 checksum, an unsigned integer of 32 bits.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1950 "Appendix: Sample code"
 */
export function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (let start = 0; start < bytes.length; start += run) {
    for (const byte of bytes.subarray(start, start + run)) {
      low += byte
      high += low
    }
    low %= modulus
    high %= modulus
  }
  return high * 0x1_00_00 + low
}
