import { assertNamespace } from './checks/assert-namespace.ts'
import type { CacheKey } from './cache-key.ts'
import { type PlainKey, plainKey } from './checks/plain-key.ts'
import { type Memos, stringText } from './string-text.ts'

/**
 * Returns the text that stands for the key in its namespace. Python 2.7's `cPickle.dumps` writes this text by
 * protocol 0 for `key`, or for `(namespace, key)`. One character is one byte, so all are below U+0100. Two
 * texts are equal only when the keys and the namespaces are equal.
 *
 * Python leaves some things open, and they are fixed here. Numbers with a fraction or beyond the safe
 * integers are written as in JavaScript. Properties of objects are sorted by their UTF-16 code units. An
 * object that occurs twice is written twice.
 *
 * @param namespace `undefined`: no namespace; `''` is a namespace like any other
 * @throws {InvalidKeyError} `namespace`, and the codes of {@link plainKey}
 * @see https://docs.python.org/2.7/library/pickle.html and the opcodes in `pickletools.py` beside it
 */
export function canonicalText(key: CacheKey, namespace?: string): string {
  assertNamespace(namespace)
  const memos: Memos = { count: 0 }
  if (namespace === undefined) return `${valueText(plainKey(key), memos)}.`
  return `(${stringText(namespace, memos)}${valueText(plainKey(key), memos)}t.`
}

function valueText(value: PlainKey, memos: Memos): string {
  if (typeof value === 'string') return stringText(value, memos)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? `I${value}\n` : `F${value}\n`
  if (typeof value === 'boolean') return value ? 'I01\n' : 'I00\n'
  if (value === null) return 'N'
  return isArray(value) ? listText(value, memos) : dictText(value, memos)
}

function listText(items: readonly PlainKey[], memos: Memos): string {
  let text = `(lp${++memos.count}\n`
  for (const item of items) text += `${valueText(item, memos)}a`
  return text
}

function dictText(properties: { readonly [name: string]: PlainKey }, memos: Memos): string {
  let text = `(dp${++memos.count}\n`
  // Sorted again, since JavaScript lists integer names first, by their value.
  for (const [name, value] of Object.entries(properties).toSorted(byName)) {
    text += `${stringText(name, memos)}${valueText(value, memos)}s`
  }
  return text
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

// `Array.isArray` alone does not narrow a union to its readonly array.
function isArray(value: PlainKey): value is readonly PlainKey[] {
  return Array.isArray(value)
}
