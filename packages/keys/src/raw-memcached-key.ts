import { assertNamespace } from './checks/assert-namespace.ts'
import { InvalidKeyError } from './invalid-key-error.ts'
import { maxCharacters } from './checks/key-budget.ts'

/**
 * The characters of a raw key: printable ASCII, or all of Unicode except space and the control characters of
 * ASCII.
 */
export type RawKeyEncoding = 'ascii' | 'utf8'

interface Alphabet {
  /** The characters that a key must not have. */
  readonly forbidden: RegExp
  readonly expected: string
}

const alphabets: Readonly<Record<RawKeyEncoding, Alphabet>> = {
  ascii: { forbidden: /[^!-~]/u, expected: 'memcached takes printable ASCII without space' },
  utf8: {
    // Half of a surrogate pair has no UTF-8: keys with different halves would become the same key.
    forbidden: /[\0-\x20\x7f]|\p{Surrogate}/u,
    expected: 'memcached takes UTF-8 without space and control characters',
  },
}
const maxBytes = 250
const nonAscii = /\P{ASCII}/u
const encoder = new TextEncoder()

/**
 * Returns the namespace with the key behind it, as it is sent to the server.
 *
 * @throws {InvalidKeyError} `raw-type`, `raw-length`, `raw-character`, `namespace`
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt "Keys"
 */
export function rawMemcachedKey(
  key: unknown,
  namespace: string | undefined,
  encoding: RawKeyEncoding,
): string {
  assertNamespace(namespace)
  if (typeof key !== 'string') {
    const came = key === null ? 'null' : `of type ${typeof key}`
    throw new InvalidKeyError('raw-type', `Raw key is ${came}; a raw key is a string`)
  }
  if (key === '')
    throw new InvalidKeyError('raw-length', `Raw key is empty; memcached takes 1 to ${maxBytes} bytes`)
  const whole = namespace === undefined ? key : namespace + key
  if (whole.length > maxCharacters) throw tooLong(whole, whole.length)
  const { forbidden, expected } = alphabets[encoding]
  const character = forbidden.exec(whole)
  if (character !== null) {
    throw new InvalidKeyError(
      'raw-character',
      `Raw key has ${JSON.stringify(character[0])} at ${character.index}; ${expected}: ${shortened(whole)}`,
    )
  }
  const bytes = isAscii(whole, encoding) ? whole.length : encoder.encode(whole).length
  if (bytes > maxBytes) throw tooLong(whole, bytes)
  return whole
}

function isAscii(text: string, encoding: RawKeyEncoding): boolean {
  return encoding === 'ascii' || !nonAscii.test(text)
}

function tooLong(whole: string, bytes: number): InvalidKeyError {
  const problem = `Raw key is ${bytes} bytes; memcached takes at most ${maxBytes}`
  return new InvalidKeyError('raw-length', `${problem}: ${shortened(whole)}`)
}

function shortened(text: string): string {
  return JSON.stringify(text.length <= 40 ? text : `${text.slice(0, 40)}…`)
}
