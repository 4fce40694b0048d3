import crypto from 'node:crypto'

/**
 * Gives the md5 of bytes, or of text, one byte a character, as 32 hexadecimal digits.
 *
 * @param data text: characters below U+0100 only
 */
export const md5: (data: string | Uint8Array) => string =
  // Through the default export: a named import that a runtime lacks fails the whole module.
  typeof crypto.hash === 'function' ? oneShotMd5 : streamMd5

function oneShotMd5(data: string | Uint8Array): string {
  return crypto.hash('md5', typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
}

function streamMd5(data: string | Uint8Array): string {
  const hash = crypto.createHash('md5')
  return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex')
}
