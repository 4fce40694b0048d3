import assert from 'node:assert/strict'
import type { Item } from '@lmc/transport'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The UTF-8 bytes of a text. */
export function bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Asserts that the item exists and holds these bytes. Checks the flags as well when they are given. */
export function assertHolds(item: Item | undefined, value: Uint8Array, flags?: number): void {
  assert.ok(item !== undefined, `expected an item of ${value.byteLength} bytes, got none`)
  assert.ok(item.value instanceof Uint8Array, 'expected the value to be a Uint8Array')
  if (value.byteLength <= 100) assert.equal(decoder.decode(item.value), decoder.decode(value))
  assert.ok(
    isSame(item.value, value),
    `expected the ${value.byteLength} bytes that were stored, got ${item.value.byteLength} other bytes`,
  )
  if (flags !== undefined) assert.equal(item.flags, flags)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index])
}
