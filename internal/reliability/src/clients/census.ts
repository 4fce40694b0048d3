/** Counts objects that are not collected, without keeping them alive. */
export class Census {
  #references: WeakRef<object>[] = []

  add(object: object): void {
    this.#references.push(new WeakRef(object))
  }

  /** How many objects have not been collected. */
  get count(): number {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined)
    return this.#references.length
  }
}
