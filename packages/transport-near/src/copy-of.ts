/** V8 keeps up to so many bytes on its own heap, which is fastest. */
const LONGEST_ON_HEAP = 64

const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis

/** Copies the bytes. Node's `Buffer` copies longer ones faster, since it allocates in advance. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  if (Buffer === undefined || bytes.byteLength <= LONGEST_ON_HEAP) return new Uint8Array(bytes)
  return Buffer.from(bytes)
}
