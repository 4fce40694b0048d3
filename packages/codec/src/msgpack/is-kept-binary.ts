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

/** Whether msgpackr knows the object as bytes: it looks at classes, so those of another realm are strangers to it. */
export function isKeptBinary(object: object): boolean {
  return kept.has(Reflect.getPrototypeOf(object) ?? object)
}

function prototypeOfBuffer(): object[] {
  const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis
  return Buffer === undefined ? [] : [Buffer.prototype]
}
