import crypto from 'node:crypto'

/**
 * Gives the md5 of the text, one byte a character, as 32 hexadecimal digits.
 *
 * @param text characters below U+0100 only
 * @param isAscii whether all are below U+0080, where that is known
 */
export const md5: (text: string, isAscii?: boolean) => string =
  // Through the default export: a named import that a runtime lacks fails the whole module.
  typeof crypto.hash === 'function' ? oneShotMd5 : streamMd5

function oneShotMd5(text: string, isAscii: boolean = Buffer.byteLength(text) === text.length): string {
  // A string is hashed as UTF-8, which is the same bytes when it is ASCII, and spares a buffer.
  return crypto.hash('md5', isAscii ? text : Buffer.from(text, 'latin1'))
}

function streamMd5(text: string): string {
  return crypto.createHash('md5').update(text, 'latin1').digest('hex')
}
