const LONGEST = 60

/** A value as source text, shortened. */
export function show(value: unknown): string {
  const text = toText(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`
}

function toText(value: unknown): string {
  if (value instanceof Map) return `new Map(${JSON.stringify([...value])})`
  if (value instanceof URL) return `new URL(${JSON.stringify(value.href)})`
  if (typeof value === 'bigint') return `${value}n`
  const text = JSON.stringify(value, (_, each: unknown) => (isInJson(each) ? each : `<${String(each)}>`))
  return text?.replaceAll(/"<(undefined|NaN|-?Infinity)>"/g, '$1') ?? typeof value
}

/** JSON has `null` for `NaN`, and in a list for `undefined`. */
function isInJson(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'number' || Number.isFinite(value))
}
