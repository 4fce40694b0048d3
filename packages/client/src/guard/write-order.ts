/**
 * Keeps the commands of a key in the order of the calls. A write that has to read or send something else first, or that is one of a large batch,
 * holds its keys: later calls for them wait until the write is over.
 */
export class WriteOrder {
  /** When the last write that holds a key is over; never rejects. */
  readonly #held = new Map<string, Promise<void>>()

  /** Whether no key is held. */
  get isIdle(): boolean {
    return this.#held.size === 0
  }

  /** Carries out `work`, which writes the keys, behind what holds them now, and holds them meanwhile. */
  holding<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const earlier = this.#waitFor(keys)
    const outcome = earlier === undefined ? work() : earlier.then(work)
    const over = outcome.then(ignore, ignore)
    for (const key of keys) this.#held.set(key, over)
    // Before any call that waits goes on.
    void over.then(() => {
      for (const key of keys) if (this.#held.get(key) === over) this.#held.delete(key)
    })
    return outcome
  }

  /** Carries out `call` behind what holds the keys. */
  behind<T>(keys: readonly string[], call: () => Promise<T>): Promise<T> {
    return this.#waitFor(keys)?.then(call) ?? call()
  }

  /** Carries out `call` behind what holds any key. */
  behindAll<T>(call: () => Promise<T>): Promise<T> {
    return this.#waitFor([...this.#held.keys()])?.then(call) ?? call()
  }

  #waitFor(keys: readonly string[]): Promise<void> | undefined {
    if (this.#held.size === 0) return undefined
    const [only] = keys
    if (only !== undefined && keys.length === 1) return this.#held.get(only)
    const waits = new Set<Promise<void>>()
    for (const key of keys) {
      const over = this.#held.get(key)
      if (over !== undefined) waits.add(over)
    }
    return waits.size === 0 ? undefined : Promise.all(waits).then(ignore)
  }
}

function ignore(): void {}
