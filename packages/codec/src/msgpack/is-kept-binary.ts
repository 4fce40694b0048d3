const kept: ReadonlySet<object> = new Set([
  ArrayBuffer.prototype,
  BigInt64Array.prototype,
  BigUint64Array.prototype,
  DataView.prototype,
  Float32Array.prototype,
  Float64Array.prototype,
  Int16Array.prototype,
  Int32Array.prototype,
  Int8Array.prototype,
  Uint16Array.prototype,
  Uint32Array.prototype,
  Uint8Array.prototype,
  Uint8ClampedArray.prototype,
  ...prototypeOfBuffer(),
])

/**
 * Whether msgpackr stores the object as bytes. msgpackr compares classes, so bytes of another realm do not
 * count.
 */
export function isKeptBinary(object: object): boolean {
  return kept.has(Reflect.getPrototypeOf(object) ?? object)
}

function prototypeOfBuffer(): object[] {
  const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis
  return Buffer === undefined ? [] : [Buffer.prototype]
}
