import { assertNamespace } from './checks/assert-namespace.ts'
import { InvalidKeyError } from './invalid-key-error.ts'
import { maxCharacters } from './checks/key-budget.ts'

// Anything but printable ASCII. An accepted key has one byte per character, so `length` counts bytes like
// memcached.
const forbidden = /[^!-~]/u
const maxBytes = 250

/**
 * Returns the namespace with the key behind it, as it is sent to the server.
 *
 * @throws {InvalidKeyError} `raw-type`, `raw-length`, `raw-character`, `namespace`
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt "Keys"
 */
export function rawMemcachedKey(key: unknown, namespace: string | undefined): string {
  assertNamespace(namespace)
  if (typeof key !== 'string') {
    const came = key === null ? 'null' : `of type ${typeof key}`
    throw new InvalidKeyError('raw-type', `Raw key is ${came}; a raw key is a string`)
  }
  if (key === '')
    throw new InvalidKeyError('raw-length', `Raw key is empty; memcached takes 1 to ${maxBytes} bytes`)
  const whole = namespace === undefined ? key : namespace + key
  if (whole.length > maxCharacters) throw tooLong(whole)
  const character = forbidden.exec(whole)
  if (character !== null) {
    throw new InvalidKeyError(
      'raw-character',
      `Raw key has ${JSON.stringify(character[0])} at ${character.index}; ` +
        `memcached takes printable ASCII without space: ${shortened(whole)}`,
    )
  }
  if (whole.length > maxBytes) throw tooLong(whole)
  return whole
}

function tooLong(whole: string): InvalidKeyError {
  const problem = `Raw key is ${whole.length} bytes; memcached takes at most ${maxBytes}`
  return new InvalidKeyError('raw-length', `${problem}: ${shortened(whole)}`)
}

function shortened(text: string): string {
  return JSON.stringify(text.length <= 40 ? text : `${text.slice(0, 40)}…`)
}
