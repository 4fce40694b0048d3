import { type IncrementOptions, toCounter, toDelta, toExptime } from '@lmc/transport'
import { Opcode } from '../wire/opcode.ts'
import type { KeyedRequest } from '../wire/request.ts'

/** As the expiry of a counter, it means: create nothing. */
const NO_CREATION = 0xffff_ffff

/**
 * The request that counts a number up or down, in 64 bits.
 *
 * @throws {TypeError | RangeError} as `toDelta` and `toCounter` do.
 */
export function toCounterRequest(
  key: string,
  delta: bigint | number,
  { initial, lifetime = 0 }: IncrementOptions = {},
): KeyedRequest {
  const { isDecrement, amount } = toDelta(delta)
  const extras = Buffer.allocUnsafe(20)
  extras.writeBigUInt64BE(amount, 0)
  extras.writeBigUInt64BE(initial === undefined ? 0n : toCounter(initial), 8)
  extras.writeUInt32BE(initial === undefined ? NO_CREATION : toExptime(lifetime), 16)
  return { opcode: isDecrement ? Opcode.decrement : Opcode.increment, key, extras }
}
