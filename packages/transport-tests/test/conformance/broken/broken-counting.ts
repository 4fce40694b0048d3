import type { IncrementOptions } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

const text = (value: Uint8Array): string => new TextDecoder().decode(value)
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)

class CountsInNumbers extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    const result = await super.increment(key, delta, options)
    if (result === undefined) return undefined
    const rounded = Number(result)
    return BigInt(rounded)
  }
}

class IgnoresTheSign extends ReferenceTransport {
  override increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    return super.increment(key, delta < 0 ? -delta : delta, options)
  }
}

class CountsByOne extends ReferenceTransport {
  override increment(
    key: string,
    _delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    return super.increment(key, 1, options)
  }
}

class IncrementCreates extends ReferenceTransport {
  override increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    return super.increment(key, delta, { initial: 0, ...options })
  }
}

class AddsDeltaToInitial extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    const isNew = options.initial !== undefined && this.server.find(key) === undefined
    const result = await super.increment(key, delta, options)
    return isNew ? super.increment(key, delta) : result
  }
}

class CountsWordsAsZero extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    const item = await this.get(key)
    if (item && !/^\d+$/.test(text(item.value))) await this.set(key, bytes('0'))
    return super.increment(key, delta, options)
  }
}

class CountsByReadingAndWriting extends ReferenceTransport {
  override async increment(key: string, delta: bigint | number): Promise<bigint | undefined> {
    const item = await this.get(key)
    if (!item) return undefined
    const sum = BigInt(text(item.value)) + BigInt(delta)
    await this.set(key, bytes(String(sum)))
    return sum
  }
}

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenCounting: Readonly<Record<string, Broken>> = {
  'increment adds to the decimal number that the item holds and resolves to the new value': of(CountsByOne),
  'increment by a negative delta subtracts, and stops at 0': of(IgnoresTheSign),
  'increment is exact over all of 64 bits, and wraps around above': of(CountsInNumbers),
  'increment of a key that holds nothing resolves to undefined and stores nothing': of(IncrementCreates),
  'increment with an initial value stores that value without the delta when the key holds nothing':
    of(AddsDeltaToInitial),
  'increment of an item that is not a number rejects with server, and leaves the item alone':
    of(CountsWordsAsZero),
  'increments from several transports at once are all counted': of(CountsByReadingAndWriting),
}
