import type { Delta } from '@lmc/transport'

/**
 * What C's `strtoull` reads of a text: spaces, a sign, digits; memcached wants a space, a zero byte or the
 * end behind them.
 */
const NUMBER = /^[\t-\r ]*([+-]?)0*(\d{1,20})(?=[\t-\r \0]|$)/

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * Returns the number, 0 to 2^64 - 1, that memcached reads in a value, or `undefined` where it reads none.
 * Anything may follow behind a space or a zero byte: `5 apples` is 5.
 *
 * @see https://github.com/memcached/memcached/blob/1.6.18/util.c function `safe_strtoull`
 */
export function readCounter(value: Uint8Array): bigint | undefined {
  const [, sign, digits] = NUMBER.exec(decoder.decode(value)) ?? []
  if (digits === undefined) return undefined
  const amount = BigInt(digits)
  if (amount !== BigInt.asUintN(64, amount)) return undefined
  if (sign !== '-') return amount
  // As in C a minus wraps around; memcached refuses only what is then negative as a signed number, which -0
  // is not.
  const wrapped = BigInt.asUintN(64, -amount)
  return wrapped === BigInt.asIntN(64, wrapped) ? wrapped : undefined
}

/**
 * Returns a counter as memcached writes it over a value of `byteLength`, in decimal. A shorter number is
 * padded with spaces to the old length.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Increment/Decrement"
 */
export function writeCounter(counter: bigint, byteLength = 0): Uint8Array {
  return encoder.encode(counter.toString().padEnd(byteLength))
}

/** Returns a counter after a change. It wraps around at 2^64 and stops at 0, as memcached's does. */
export function addDelta(counter: bigint, { isDecrement, amount }: Delta): bigint {
  if (!isDecrement) return BigInt.asUintN(64, counter + amount)
  return amount < counter ? counter - amount : 0n
}
