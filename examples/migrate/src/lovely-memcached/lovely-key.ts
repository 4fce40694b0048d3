import { createHash } from 'node:crypto'
import { canonicalText } from '@lmc/keys'

/**
 * Gives the key that lovely.memcached stores a value under: the md5 of what Python 2 pickles for the key.
 *
 * @param namespace absent and `''`: none
 * @param textIs what a key of ASCII is in the old program: `'chair'` or `u'chair'`
 */
export function lovelyKey(key: string | number, namespace = '', textIs: 'str' | 'unicode' = 'str'): string {
  // cPickle numbers each text that has more than one character.
  let count = 0
  const numbered = (text: string, line: string): string =>
    /^.?$/su.test(text) ? line : `${line}p${++count}\n`
  // A namespace of lovely.memcached is `unicode`; in the keys of lmc it would be `str`.
  const first = namespace === '' ? '' : `(${numbered(namespace, unicode(namespace))}`
  const end = namespace === '' ? '.' : 't.'
  const pickled = canonicalText(key).replace(/(p1\n)?\.$/, '')
  if (typeof key === 'number') return md5(`${first}${pickled}${end}`)
  return md5(`${first}${numbered(key, textIs === 'str' ? pickled : unicode(key))}${end}`)
}

function unicode(text: string): string {
  const escaped = text.replaceAll(/[\\\n\u{100}-\u{10ffff}]/gu, (character) => {
    const code = Number(character.codePointAt(0)).toString(16)
    return character.length === 2 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
  return `V${escaped}\n`
}

function md5(text: string): string {
  return createHash('md5').update(text, 'latin1').digest('hex')
}
