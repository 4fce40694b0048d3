const LONGEST = 250

/**
 * Returns if `key` is a memcached key: 1 to 250 characters of printable ASCII without space. That is narrower than memcached's own
 * rule, which lets through every byte above 32 but 127: in ASCII one character is one byte, in every client and language.
 *
 * @throws {TypeError} that says what is wrong with it.
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Keys"
 */
export function assertMemcachedKey(key: unknown): asserts key is string {
  if (typeof key !== 'string' || key === '' || key.length > LONGEST || !isPrintable(key)) {
    throw new TypeError(describeProblem(key))
  }
}

// Of keys as short as these a loop knows in half the time of a regular expression.
function isPrintable(key: string): boolean {
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index)
    if (code < 0x21 || code > 0x7e) return false
  }
  return true
}

function describeProblem(key: unknown): string {
  if (typeof key !== 'string')
    return `Key is of type ${key === null ? 'null' : typeof key}; expected a string`
  if (key === '') return `Key is empty; memcached takes 1 to ${LONGEST} bytes`
  const shown = JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)
  const bad = key.search(/[^\x21-\x7e]/)
  if (bad !== -1) {
    const code = key.charCodeAt(bad).toString(16).padStart(4, '0').toUpperCase()
    return `Key has U+${code} at index ${bad}; expected printable ASCII without space: ${shown}`
  }
  return `Key is ${key.length} bytes; memcached takes at most ${LONGEST}: ${shown}`
}
