/** Returns the md5 of bytes, or of a Latin-1 string, by `node:crypto`. */
type Md5 = (data: string | Uint8Array) => string

let own: Md5 | undefined

/**
 * Returns the md5 as 32 hexadecimal digits.
 *
 * @param data bytes, or a string of characters below U+0100, one byte each
 */
export function md5(data: string | Uint8Array): string {
  // `node:crypto` is loaded with the first key: loading it takes longer than loading this package.
  own ??= createMd5()
  return own(data)
}

function createMd5(): Md5 {
  const crypto = process.getBuiltinModule('node:crypto')
  // Node.js has it since 20.12, and not every similar runtime has it.
  if (typeof crypto.hash === 'function')
    return (data) => crypto.hash('md5', typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
  return (data) => {
    const hash = crypto.createHash('md5')
    return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex')
  }
}
