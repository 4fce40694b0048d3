/** The two digits of each byte. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Two hexadecimal digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  let digits = ''
  for (const byte of bytes) digits += DIGITS[byte]
  return digits
}

/** Writes the bytes of hexadecimal digits, which are lower-case, at an offset. */
export function fromHex(digits: string, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < digits.length; index += 2)
    bytes[at++] = (valueOf(digits.charCodeAt(index)) << 4) | valueOf(digits.charCodeAt(index + 1))
}

/** The value of a digit: `0` to `9` are 0x30 on, `a` to `f` are 0x61 on. */
function valueOf(code: number): number {
  return code < 0x61 ? code - 0x30 : code - 0x61 + 10
}
