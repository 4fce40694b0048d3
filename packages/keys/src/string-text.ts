/** How many memos (`p1`, `p2` …) a text has so far. cPickle numbers them in the order of writing. */
export interface Memos {
  count: number
}

const apostrophe = 0x27
const backslash = 0x5c
const nonAscii = /\P{ASCII}/u

/** Returns the text of a string: Python's `str` for ASCII, or else Python's `unicode`. */
export function stringText(value: string, memos: Memos): string {
  const text = isPlain(value)
    ? `S'${value}'\n`
    : nonAscii.test(value)
      ? `V${rawUnicodeEscape(value)}\n`
      : `S${repr(value)}\n`
  return isShort(value) ? text : `${text}p${++memos.count}\n`
}

/**
 * Whether the character is printable ASCII, but neither a quote nor a backslash. Python does not escape it.
 */
export function isPlainCode(code: number): boolean {
  return code >= 0x20 && code <= 0x7e && code !== apostrophe && code !== backslash
}

// Takes half the time of a regular expression.
function isPlain(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (!isPlainCode(value.charCodeAt(index))) return false
  return true
}

// cPickle writes no memo for strings of fewer than two characters. A surrogate pair is one character, as in
// the Python 2 of Linux distributions (`sys.maxunicode` 0x10ffff).
function isShort(value: string): boolean {
  return value.length <= 2 && /^.?$/su.test(value)
}

function repr(ascii: string): string {
  const quote = ascii.includes("'") && !ascii.includes('"') ? '"' : "'"
  const escaped = ascii.replaceAll(/[^ -~]|[\\']/g, (character) => {
    switch (character) {
      case '\\':
        return '\\\\'
      case "'":
        return quote === "'" ? "\\'" : "'"
      case '\n':
        return '\\n'
      case '\r':
        return '\\r'
      case '\t':
        return '\\t'
      default:
        return `\\x${hex(character, 2)}`
    }
  })
  return `${quote}${escaped}${quote}`
}

// By code points: a surrogate pair is one escape, and so is a lone surrogate.
function rawUnicodeEscape(value: string): string {
  return value.replaceAll(/[\\\n\u{100}-\u{10ffff}]/gu, (character) =>
    character.length === 2 ? `\\U${hex(character, 8)}` : `\\u${hex(character, 4)}`,
  )
}

function hex(character: string, digits: number): string {
  return Number(character.codePointAt(0)).toString(16).padStart(digits, '0')
}
