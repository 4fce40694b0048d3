/** Returns the bytes of `more` and those of `old`, in a buffer of their own. */
export function prependBytes(old: Uint8Array, more: Uint8Array): Uint8Array {
  const whole = new Uint8Array(more.byteLength + old.byteLength)
  whole.set(more)
  whole.set(old, more.byteLength)
  return whole
}
