/** The description of a typed array or `DataView` for devalue. */
interface ViewInfo {
  readonly buffer: ArrayBufferLike
  readonly byteOffset: number
  readonly byteLength: number
  readonly length: number
  readonly bufferByteLength: number
}

/**
 * Describes only the bytes of the view. devalue would store the whole buffer, which may hold bytes of others.
 */
export function viewInfo(view: ArrayBufferView & { readonly length?: number }): ViewInfo {
  const { buffer, byteOffset, byteLength, length = byteLength } = view
  const own =
    byteLength === buffer.byteLength ? buffer : new Uint8Array(buffer, byteOffset, byteLength).slice().buffer
  return { buffer: own, byteOffset: 0, byteLength, length, bufferByteLength: byteLength }
}
