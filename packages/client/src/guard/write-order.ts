/**
 * Keeps the commands of a key in the order of the calls. A write that has to read or send something else first, or that is one of a large batch,
 * holds its keys: later calls for them wait until the write is over.
 */
export class WriteOrder {
  /** The last write that holds a key. */
  readonly #held = new Map<string, Promise<unknown>>()

  /** Whether no key is held. */
  get isIdle(): boolean {
    return this.#held.size === 0
  }

  /** Carries out `work`, which writes the keys, behind what holds them now, and holds them meanwhile. */
  holding<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const outcome = this.behind(keys, work)
    for (const key of keys) this.#held.set(key, outcome)
    const release = (): void => {
      for (const key of keys) if (this.#held.get(key) === outcome) this.#held.delete(key)
    }
    // Before any call that waits goes on.
    outcome.then(release, release)
    return outcome
  }

  /** Carries out `call` behind what holds the keys. */
  behind<T>(keys: readonly string[], call: () => Promise<T>): Promise<T> {
    if (this.#held.size === 0) return call()
    const [only] = keys
    if (only !== undefined && keys.length === 1) return this.#held.get(only)?.then(call, call) ?? call()
    const writes = new Set<Promise<unknown>>()
    for (const key of keys) {
      const write = this.#held.get(key)
      if (write !== undefined) writes.add(write)
    }
    return writes.size === 0 ? call() : Promise.allSettled(writes).then(call)
  }

  /** Carries out `call` behind what holds any key. */
  behindAll<T>(call: () => Promise<T>): Promise<T> {
    return this.behind([...this.#held.keys()], call)
  }
}
