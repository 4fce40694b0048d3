// eslint-disable-next-line no-control-regex -- Those are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** A text in one line that changes nothing on a terminal: one with control characters becomes JSON. */
export function printable(text: string): string {
  if (!CONTROL.test(text)) return text
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
