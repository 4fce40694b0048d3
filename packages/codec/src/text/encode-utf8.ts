/** Returns the string as UTF-8. Check `isWellFormed` before: a lone surrogate would become U+FFFD. */
export const encodeUtf8: (text: string) => Uint8Array = byBuffer() ?? byTextEncoder()

// For short strings, Node's `Buffer` needs a third of the time.
function byBuffer(): ((text: string) => Uint8Array) | undefined {
  const { Buffer }: { readonly Buffer?: typeof globalThis.Buffer } = globalThis
  return Buffer && ((text) => Buffer.from(text, 'utf8'))
}

function byTextEncoder(): (text: string) => Uint8Array {
  const encoder = new TextEncoder()
  return (text) => encoder.encode(text)
}
