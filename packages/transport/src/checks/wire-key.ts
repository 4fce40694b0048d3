const LONGEST = 250

/** So many keys are checked at once. */
const PORTION = 1000

/** What is no printable ASCII, or a space. */
const UNUSUAL = /[^\x21-\x7e]/

const encoder = new TextEncoder()

/**
 * Gives a memcached key as it goes over the wire: its bytes in UTF-8, one character a byte, to be written as
 * Latin-1. `length` is then the number of bytes. A key of ASCII is given as it is.
 *
 * @throws {TypeError} as `assertMemcachedKey`.
 */
export function toWireKey(key: unknown): string {
  if (typeof key !== 'string' || key === '' || key.length > LONGEST) throw refusal(key)
  // Of keys as short as these a loop knows in half the time of a regular expression.
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index)
    if (code < 0x21 || code > 0x7e) return toBytes(key)
  }
  return key
}

/**
 * Gives memcached keys as they go over the wire: the very array that came in when all of them are ASCII.
 *
 * @throws {TypeError} as `assertMemcachedKeys`.
 */
export function toWireKeys(keys: unknown): readonly string[] {
  if (!Array.isArray(keys)) {
    const came = keys === null ? 'null' : `of type ${typeof keys}`
    throw new TypeError(`Keys are ${came}; expected an array of memcached keys`)
  }
  let isSame = true
  for (let start = 0; start < keys.length; start += PORTION) {
    const portion = keys.length <= PORTION ? keys : keys.slice(start, start + PORTION)
    if (areAscii(portion)) continue
    for (const key of portion) if (toWireKey(key) !== key) isSame = false
  }
  return isSame ? keys : keys.map(toWireKey)
}

/** Whether all are memcached keys of ASCII. One look at all of them takes half the time of a look at each. */
function areAscii(keys: readonly unknown[]): boolean {
  for (const key of keys) if (typeof key !== 'string' || key === '' || key.length > LONGEST) return false
  return !UNUSUAL.test(keys.join(''))
}

function toBytes(key: string): string {
  if (findBad(key) !== -1) throw refusal(key)
  const bytes = encoder.encode(key)
  if (bytes.length > LONGEST) throw refusal(key)
  return String.fromCharCode(...bytes)
}

/**
 * Where a character stands that no key may have: space, a control character of ASCII, half of a surrogate
 * pair.
 */
function findBad(key: string): number {
  return key.search(/[\0-\x20\x7f]|\p{Surrogate}/u)
}

function refusal(key: unknown): TypeError {
  if (typeof key !== 'string')
    return new TypeError(`Key is of type ${key === null ? 'null' : typeof key}; expected a string`)
  if (key === '') return new TypeError(`Key is empty; memcached takes 1 to ${LONGEST} bytes`)
  const shown = JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)
  const bad = findBad(key)
  if (bad !== -1) {
    const code = key.charCodeAt(bad).toString(16).padStart(4, '0').toUpperCase()
    const expected = 'expected UTF-8 without space and control characters'
    return new TypeError(`Key has U+${code} at index ${bad}; ${expected}: ${shown}`)
  }
  const { length } = encoder.encode(key)
  return new TypeError(`Key is ${length} bytes; memcached takes at most ${LONGEST}: ${shown}`)
}
