const encoder = new TextEncoder()
const decoder = new TextDecoder('latin1')

const NAME = /^([^=/;]+)=(\d+)\/(\d+);/

/** The key and the version that a value names. */
export interface ValueName {
  readonly key: string
  readonly version: number
}

/** Makes a value of so many bytes. Each part of the value names its key and version. */
export function toStoredValue({ key, version }: ValueName, length: number): Uint8Array {
  const name = `${key}=${version}/${length};`
  return encoder.encode(name.repeat(Math.ceil(length / name.length)).slice(0, length))
}

/** Reads the key and the version of a value; `undefined` when the value is damaged. */
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
