const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis

/** Whether two arrays have the same bytes. Node's `Buffer` compares long ones faster. */
export const isSameBytes: (one: Uint8Array, other: Uint8Array) => boolean =
  Buffer === undefined ? byLoop : (one, other) => Buffer.compare(one, other) === 0

function byLoop(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, at) => byte === other[at])
}
