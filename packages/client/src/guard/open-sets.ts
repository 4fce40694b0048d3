/**
 * The sets under way of keys with a pending invalidation. A delete that is sent behind such a set would drop
 * the new value. So the delete waits until the set has settled.
 */
export class OpenSets {
  /** By key: resolves to whether any set that was under way has stored its value. Never rejects. */
  readonly #open = new Map<string, Promise<boolean>>()

  /** Notes a set until it settles. It resolves to whether it has stored its value. */
  add(key: string, set: Promise<boolean>): void {
    const before = this.#open.get(key) ?? false
    const open = set.then(
      async (isStored) => isStored || before,
      () => before,
    )
    this.#open.set(key, open)
    const remove = (): void => {
      if (this.#open.get(key) === open) this.#open.delete(key)
    }
    void open.then(remove)
  }

  /** Makes a delete when no set of the key is under way. Makes none when a set has replaced the old value. */
  async unlessStored(key: string, remove: () => Promise<unknown>): Promise<void> {
    for (let open = this.#open.get(key); open !== undefined; open = this.#open.get(key))
      if (await open) return
    await remove()
  }
}
