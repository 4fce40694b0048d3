import { isRawKey, type ListedKey } from '@lmc/client'
import { printable } from './printable.ts'

/** A cache key in one line: a text as it is, all else as JSON. */
export function showKey(key: ListedKey): string {
  if (isRawKey(key)) return printable(key.key)
  return typeof key === 'string' ? printable(key) : JSON.stringify(key)
}

/** A cache key within JSON. */
export function keyInJson(key: ListedKey): Readonly<Record<string, unknown>> {
  return isRawKey(key) ? { key: key.key, raw: true } : { key }
}
