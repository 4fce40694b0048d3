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
  return JSON.stringify(value) ?? typeof value
}
