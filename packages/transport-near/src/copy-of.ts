/** Up to so many bytes V8 makes room for on its own heap, which is the fastest. */
const LONGEST_ON_HEAP = 64

const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis

/** Copies the bytes, those of some length by Node's `Buffer`, which has room for them in advance. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  if (Buffer === undefined || bytes.byteLength <= LONGEST_ON_HEAP) return new Uint8Array(bytes)
  return Buffer.from(bytes)
}
