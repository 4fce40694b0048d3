const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320
  return rest
})

/**
 * CRC-32 as of zlib, unsigned, of a text, one character a byte.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952 section 8
 */
export function crc32(text: string): number {
  let crc = -1
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(i)) & 0xff] ?? 0)
  return ~crc >>> 0
}
