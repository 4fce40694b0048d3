/** What devalue is told of a typed array or `DataView`. */
interface ViewInfo {
  readonly buffer: ArrayBufferLike
  readonly byteOffset: number
  readonly byteLength: number
  readonly length: number
  readonly bufferByteLength: number
}

/** Gives only the bytes that the view shows. devalue would store the whole buffer behind it, where there may be somebody else's. */
export function viewInfo(view: ArrayBufferView & { readonly length?: number }): ViewInfo {
  const { buffer, byteOffset, byteLength, length = byteLength } = view
  const own =
    byteLength === buffer.byteLength ? buffer : new Uint8Array(buffer, byteOffset, byteLength).slice().buffer
  return { buffer: own, byteOffset: 0, byteLength, length, bufferByteLength: byteLength }
}
