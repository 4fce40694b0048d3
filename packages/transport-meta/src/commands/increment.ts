import {
  assertLifetime,
  type IncrementOptions,
  type Seconds,
  toCounter,
  toDelta,
  toExptime,
} from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * A counter, at most 2^64 - 1, in decimal. memcached writes no zero before other digits: there, the zero is a
 * damaged digit.
 */
const COUNTER = /^(?:0|[1-9]\d{0,19})$/

/**
 * `increment`, by `ma`.
 *
 * @throws {TypeError} when one of the arguments is no number.
 * @throws {RangeError} when one of them is out of range.
 */
export function createIncrementCall(
  key: string,
  delta: bigint | number,
  options: IncrementOptions = {},
): Call<bigint | undefined> {
  return new Call('increment', new IncrementCommand(key, delta, options), key.length + 128)
}

class IncrementCommand implements Command<bigint | undefined> {
  readonly #key: string
  readonly #change: string
  readonly #initial: string | undefined
  readonly #lifetime: Seconds

  constructor(key: string, delta: bigint | number, { initial, lifetime = 0 }: IncrementOptions) {
    assertLifetime(lifetime)
    const { isDecrement, amount } = toDelta(delta)
    this.#key = key
    this.#change = `${isDecrement ? ' MD' : ''} D${amount}`
    this.#initial = initial === undefined ? undefined : String(toCounter(initial))
    this.#lifetime = lifetime
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('ma ').text(this.#key).text(' v').text(this.#change)
    if (this.#initial !== undefined) writer.text(` N${toExptime(this.#lifetime)} J${this.#initial}`)
    writer.opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<bigint | undefined>): boolean {
    if (reply.status === Status.value) {
      if (reply.value !== undefined) call.resolve(readCounter(reply, reply.value))
    } else if (reply.status === Status.notFound) {
      call.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}

function readCounter(reply: Reply, value: Uint8Array): bigint {
  const digits = String.fromCharCode(...value.subarray(0, 32))
  if (!COUNTER.test(digits)) throw unexpectedReply(reply)
  return BigInt(digits)
}
