/** Counts objects until they are collected, without keeping them from it. */
export class Census {
  #references: WeakRef<object>[] = []

  add(object: object): void {
    this.#references.push(new WeakRef(object))
  }

  /** How many have not been collected. */
  get count(): number {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined)
    return this.#references.length
  }
}
