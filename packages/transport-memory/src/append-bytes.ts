/**
 * How much longer than needed a buffer is made that is appended to: as far as memcached's size classes lie
 * apart.
 */
const GROWTH = 1.25

/**
 * Returns the bytes of `old` and those of `more`. They stand in the buffer of `old` where there is room, and
 * else in a longer buffer. So a log of many appends is not copied for each. `old` keeps its bytes, but must
 * not be appended to again.
 */
export function appendBytes(old: Uint8Array, more: Uint8Array): Uint8Array {
  const byteLength = old.byteLength + more.byteLength
  const hasRoom = old.byteOffset + byteLength <= old.buffer.byteLength
  const roomy = hasRoom ? old : new Uint8Array(Math.ceil(byteLength * GROWTH))
  if (!hasRoom) roomy.set(old)
  const whole = new Uint8Array(roomy.buffer, roomy.byteOffset, byteLength)
  whole.set(more, old.byteLength)
  return whole
}
