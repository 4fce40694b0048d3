/** Control characters, and the line ends that only some programs know. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u

/** A text in one line that changes nothing on a terminal: one with control characters becomes JSON. */
export function printable(text: string): string {
  if (!CONTROL.test(text)) return text
  return JSON.stringify(text).replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
