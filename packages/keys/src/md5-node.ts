/** Gives md5 of bytes, or of text in Latin-1, by `node:crypto`. */
type Md5 = (data: string | Uint8Array) => string

let own: Md5 | undefined

/**
 * Gives the md5 of bytes, or of text, one byte a character, as 32 hexadecimal digits.
 *
 * @param data text: characters below U+0100 only
 */
export function md5(data: string | Uint8Array): string {
  // Loading `node:crypto` takes longer than loading this package, so it waits for the first key.
  own ??= createMd5()
  return own(data)
}

function createMd5(): Md5 {
  const crypto = process.getBuiltinModule('node:crypto')
  // Not before Node.js 20.12, nor in each runtime that is like it.
  if (typeof crypto.hash === 'function')
    return (data) => crypto.hash('md5', typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
  return (data) => {
    const hash = crypto.createHash('md5')
    return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex')
  }
}
