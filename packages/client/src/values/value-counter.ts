import { CodecError } from '@lmc/codec'
import type { CacheKey } from '@lmc/keys'
import type { CallOptions, Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { IncrementOptions } from '../options/call-options.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import type { ListedWrites } from './listed-writes.ts'
import { LOST, Tries } from './tries.ts'
import type { PreparedKey, PreparedValue, ValuePreparer } from './value-preparer.ts'

export interface ValueCounterOptions {
  readonly calls: Calls
  /** The transport for writes that hold their keys. */
  readonly guarded: Transport
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  readonly preparer: ValuePreparer
  readonly listedWrites: ListedWrites
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
}

/** Counts. memcached adds to the decimal digits of an item, and the codec reads the digits as a number. */
export class ValueCounter {
  readonly #options: ValueCounterOptions
  /** The running stores of first counts, by their memcached keys. They never reject. */
  readonly #creations = new Map<string, Promise<void>>()

  constructor(options: ValueCounterOptions) {
    this.#options = options
  }

  increment(key: CacheKey, delta: number, options: IncrementOptions): Promise<number | undefined> {
    const { calls, namespacedKeys, preparer, order } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run<number | undefined>('increment', target, undefined, async (call) => {
      assertDelta(delta)
      const { initial, signal } = options
      const prepared = preparer.key(key, options)
      const first = initial === undefined ? undefined : this.#firstOf(prepared, initial)
      const { memcachedKey } = prepared
      const tries = new Tries(signal)
      const count = await order.holdingTogether(
        memcachedKey,
        () => tries.run(() => this.#increment(call, prepared, delta, first, { signal })),
        signal,
      )
      return count === undefined ? undefined : toNumber(count)
    })
  }

  async #increment(
    call: Call,
    prepared: PreparedKey,
    delta: number,
    first: PreparedValue | undefined,
    options: CallOptions,
  ): Promise<bigint | undefined | typeof LOST> {
    const { guarded, namespaces } = this.#options
    const { memcachedKey } = prepared
    if (namespaces?.nothingPending === false) await namespaces.retry(call.namespace, options)
    for (;;) {
      // When many calls find no count, one of them creates it. The others wait, and then continue in their
      // order.
      await this.#creations.get(memcachedKey)
      const count = await guarded.increment(memcachedKey, delta, options)
      if (count !== undefined || first === undefined) return count
      if (!this.#creations.has(memcachedKey)) return this.#create(call, first, options)
    }
  }

  /** Stores the first count, while other calls of this client wait. */
  async #create(call: Call, first: PreparedValue, options: CallOptions): Promise<bigint | typeof LOST> {
    const { memcachedKey, encoded, checked } = first
    let end = (): void => {}
    this.#creations.set(memcachedKey, new Promise((resolve) => (end = resolve)))
    try {
      if (checked !== undefined) await checked
      if (!(await this.#add(call, first, options))) return LOST
    } finally {
      this.#creations.delete(memcachedKey)
      end()
    }
    call.stored++
    return BigInt(String.fromCharCode(...encoded.value))
  }

  /**
   * Adds the first count. The `initial` of the transport would store no flags, and would not list the key.
   */
  #add(call: Call, first: PreparedValue, options: CallOptions): Promise<boolean> {
    const { guarded, listedWrites } = this.#options
    const { memcachedKey, encoded, lifetime } = first
    return listedWrites.run(call, first, () =>
      guarded.add(memcachedKey, encoded.value, { ...options, flags: encoded.flags, lifetime }),
    )
  }

  #firstOf(prepared: PreparedKey, initial: number): PreparedValue {
    const { generations, preparer } = this.#options
    assertInitial(initial)
    if (generations.digests({}) !== undefined) {
      throw new TypeError('A counter can depend on nothing; call increment() of a view without dependencies')
    }
    const first = preparer.valueOf(prepared, initial)
    if (isText(first.encoded.value, String(initial))) return first
    const problem = 'memcached counts in decimal digits, and this codec keeps numbers otherwise'
    throw new CodecError('unsupported-type', problem)
  }
}

function assertDelta(delta: unknown): void {
  if (typeof delta !== 'number') throw new TypeError(`Delta is of type ${typeof delta}; expected a number`)
  if (!Number.isSafeInteger(delta)) {
    throw new RangeError(`Delta is ${delta}; expected a whole number from -(2^53 - 1) to 2^53 - 1`)
  }
}

function assertInitial(initial: unknown): void {
  if (typeof initial !== 'number') {
    throw new TypeError(`Initial is of type ${typeof initial}; expected a number`)
  }
  if (!Number.isSafeInteger(initial) || initial < 0) {
    throw new RangeError(`Initial is ${initial}; expected a whole number from 0 to 2^53 - 1`)
  }
}

/** Whether bytes are a text of ASCII characters. */
function isText(bytes: Uint8Array, text: string): boolean {
  return bytes.length === text.length && bytes.every((byte, at) => byte === text.charCodeAt(at))
}

function toNumber(count: bigint): number {
  if (count <= Number.MAX_SAFE_INTEGER) return Number(count)
  throw new RangeError(
    `The count is ${count} now; a number is exact up to 2^53 - 1, use transport.increment()`,
  )
}
