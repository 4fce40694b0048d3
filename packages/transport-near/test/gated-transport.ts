import { forwardTo, type Item, type StoreOptions, type Transport } from '@lmc/transport'

/** A transport whose answers wait until they are let through, and that counts what it was asked for. */
export interface GatedTransport extends Transport {
  /** The keys of each `get` and `getMany`, in the order of the calls. */
  readonly asked: string[][]
  /** From now on answers of reads and writes wait. */
  hold(): void
  /** Lets the oldest that waits through, or the one at this place. */
  release(at?: number): void
  /** How many answers wait. */
  readonly waiting: number
  /** Lets all through that wait, and all later ones. */
  free(): void
}

/**
 * Makes a transport that gives its answers when they are let through. Reads are carried out when they are
 * made. Writes are too, or only when they are let through.
 */
export function gated(inner: Transport, { writesLate = false } = {}): GatedTransport {
  const asked: string[][] = []
  const waiting: (() => void)[] = []
  let isHeld = false
  const opened = async (): Promise<void> => {
    if (isHeld) await new Promise<void>((resolve) => void waiting.push(resolve))
  }
  const read = async <T>(call: Promise<T>): Promise<T> => {
    await opened()
    return call
  }
  const write = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!writesLate) return read(call())
    await opened()
    return call()
  }
  return forwardTo(inner, {
    asked,
    hold: () => void (isHeld = true),
    release: (at = 0) => waiting.splice(at, 1)[0]?.(),
    get waiting(): number {
      return waiting.length
    },
    free: () => {
      isHeld = false
      for (const proceed of waiting.splice(0)) proceed()
    },
    get: (key: string) => {
      asked.push([key])
      return read(inner.get(key))
    },
    getMany: (keys: readonly string[]): Promise<Map<string, Item>> => {
      asked.push([...keys])
      return read(inner.getMany(keys))
    },
    set: (key: string, value: Uint8Array, options?: StoreOptions) =>
      write(() => inner.set(key, value, options)),
    delete: (key: string) => write(() => inner.delete(key)),
    flush: () => write(() => inner.flush()),
  })
}
