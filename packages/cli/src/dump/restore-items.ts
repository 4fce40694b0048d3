import { isTransportError, type Transport } from '@lmc/client'
import { Mistake } from '../program/mistake.ts'
import { type DumpLine, readLine, readStart } from './dump-format.ts'

export interface RestoreOptions {
  readonly transport: Transport
  readonly signal: AbortSignal
  /** Whether keys that hold something stay as they are. */
  readonly keep: boolean
  /** Whether lifetimes begin anew, with what was left of them when the dump began. */
  readonly renew: boolean
  /** Is told of each line that has been read, with its length in bytes. */
  readonly onLine: (length: number) => void
}

/** What came of the items of a dump. */
export interface Restored {
  restored: number
  /** Left out, since their lifetime is over. */
  expired: number
  /** Left out, since the key holds something. */
  kept: number
  /** The server takes no value of that size. */
  tooLarge: number
}

/** So many items are under way at once. */
const IN_FLIGHT = 200

/**
 * Stores the items of a dump.
 *
 * @throws {Mistake} when it is no dump, or is cut off; what stood before is stored then.
 * @throws {TransportError} when a server fails.
 */
export async function restoreItems(lines: AsyncIterable<string>, options: RestoreOptions): Promise<Restored> {
  const outcome: Restored = { restored: 0, expired: 0, kept: 0, tooLarge: 0 }
  let underWay: Promise<keyof Restored>[] = []
  const settle = async (): Promise<void> => {
    for (const what of await Promise.all(underWay)) outcome[what]++
    underWay = []
  }
  let at: number | undefined
  let number = 0
  let isWhole = false
  for await (const line of lines) {
    options.onLine(Buffer.byteLength(line) + 1)
    number++
    if (at === undefined) {
      ;({ at } = readStart(line))
      continue
    }
    const read = readLine(line, number)
    if ('items' in read) {
      isWhole = true
      break
    }
    underWay.push(restoreItem(read, at, options))
    if (underWay.length >= IN_FLIGHT) await settle()
  }
  await settle()
  if (!isWhole) throw new Mistake(`The dump is cut off behind line ${number}. What stood before is restored.`)
  return outcome
}

async function restoreItem(
  { key, value, flags, expiresAt }: DumpLine,
  at: number,
  { transport, signal, keep, renew }: RestoreOptions,
): Promise<keyof Restored> {
  const since = renew ? at : Date.now() / 1000
  const lifetime = expiresAt === undefined ? 0 : Math.round(expiresAt - since)
  if (expiresAt !== undefined && lifetime <= 0) return 'expired'
  try {
    const store = keep
      ? transport.add(key, value, { flags, lifetime, signal })
      : transport.set(key, value, { flags, lifetime, signal })
    return (await store) ? 'restored' : 'kept'
  } catch (error) {
    if (isTransportError(error) && error.code === 'value-too-large') return 'tooLarge'
    throw error
  }
}
