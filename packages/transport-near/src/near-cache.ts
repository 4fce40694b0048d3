import {
  assertMemcachedKeys,
  type CallOptions,
  type Item,
  type Milliseconds,
  orPartial,
  type Transport,
  type TransportError,
  withPartial,
} from '@lmc/transport'
import { NearItems } from './near-items.ts'
import type { NearSettings } from './near-options.ts'
import { OpenReads } from './open-reads.ts'

/** Answers reads from the items that are near, else from the transport behind. Writes drop near items. */
export class NearCache {
  readonly items: NearItems
  readonly #inner: Transport
  readonly #reads = new OpenReads()
  readonly #clock: NearSettings['clock']
  #isClosed = false
  hits = 0
  misses = 0

  constructor(inner: Transport, settings: NearSettings) {
    this.#inner = inner
    this.#clock = settings.clock
    this.items = new NearItems(settings)
  }

  get(key: string, options: CallOptions | undefined): Promise<Item | undefined> {
    if (options?.signal?.aborted !== true) {
      const near = this.items.get(key)
      if (near !== undefined) {
        this.hits++
        return Promise.resolve(near)
      }
    }
    return this.#getFar(key, options)
  }

  async getMany(keys: readonly string[], options: CallOptions | undefined): Promise<Map<string, Item>> {
    options?.signal?.throwIfAborted()
    // Without this a bad key would pass unnoticed when all others are near.
    assertMemcachedKeys(keys)
    const found = new Map<string, Item>()
    const far: string[] = []
    for (const key of new Set(keys)) {
      const near = this.items.get(key)
      if (near === undefined) far.push(key)
      else found.set(key, near)
    }
    this.hits += found.size
    if (far.length === 0 && found.size > 0) return found
    let failure: TransportError | undefined
    const answers = orPartial(this.#getManyFar(far, options), new Map<string, Item>(), (error) => {
      failure = error
    })
    for (const [key, item] of await answers) found.set(key, item)
    if (failure === undefined) return found
    throw found.size === 0 ? failure : withPartial(failure, found, 'getMany')
  }

  /** Makes a call that may change the item of a key. */
  write<T>(key: string, call: () => Promise<T>): Promise<T> {
    this.items.delete(key)
    this.#reads.beginWrite(key)
    return call().finally(() => this.#reads.endWrite(key))
  }

  flush(call: () => Promise<void>): Promise<void> {
    this.items.clear()
    this.#reads.beginFlush()
    return call().finally(() => this.#reads.endFlush())
  }

  close(): Promise<void> {
    this.#isClosed = true
    this.items.clear()
    return this.#inner.close()
  }

  #getFar(key: string, options: CallOptions | undefined): Promise<Item | undefined> {
    return this.#ask(
      [key],
      () => this.#inner.get(key, options),
      (item) => item,
    )
  }

  #getManyFar(keys: readonly string[], options: CallOptions | undefined): Promise<Map<string, Item>> {
    return this.#ask(
      keys,
      () => this.#inner.getMany(keys, options),
      (items, key) => items.get(key),
    )
  }

  /** Makes a call that reads keys. Keeps the items of those keys that nothing has written meanwhile. */
  #ask<Answer>(
    keys: readonly string[],
    call: () => Promise<Answer>,
    itemOf: (answer: Answer, key: string) => Item | undefined,
  ): Promise<Answer> {
    const reads = keys.map((key) => this.#reads.begin(key))
    const askedAt = this.#clock()
    return call().then(
      (answer) => {
        this.misses += keys.length
        for (const [at, key] of keys.entries())
          if (this.#reads.end(key, reads[at])) this.#keep(key, itemOf(answer, key), askedAt)
        return answer
      },
      (error) => {
        for (const [at, key] of keys.entries()) this.#reads.end(key, reads[at])
        throw error
      },
    )
  }

  #keep(key: string, item: Item | undefined, askedAt: Milliseconds): void {
    if (item === undefined || this.#isClosed) this.items.delete(key)
    else this.items.set(key, item, askedAt)
  }
}
