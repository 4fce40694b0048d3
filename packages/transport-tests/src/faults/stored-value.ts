const encoder = new TextEncoder()
const decoder = new TextDecoder('latin1')

const NAME = /^([^=/;]+)=(\d+)\/(\d+);/

/** Which write of which key a value is of. */
export interface ValueName {
  readonly key: string
  readonly version: number
}

/** Makes a value of so many bytes that says throughout of which key and version it is. */
export function toStoredValue({ key, version }: ValueName, length: number): Uint8Array {
  const name = `${key}=${version}/${length};`
  return encoder.encode(name.repeat(Math.ceil(length / name.length)).slice(0, length))
}

/** Reads whose value it is; `undefined` when it is no whole value of anybody. */
export function readStoredValue(value: Uint8Array): ValueName | undefined {
  const [, key, version, length] = NAME.exec(decoder.decode(value.subarray(0, 300))) ?? []
  if (key === undefined || Number(length) !== value.length) return undefined
  const name = { key, version: Number(version) }
  return differences(value, toStoredValue(name, value.length)) === 0 ? name : undefined
}

/** Counts the places where two values of one length differ. */
export function differences(one: Uint8Array, other: Uint8Array): number {
  let count = 0
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) count++
  return count
}
