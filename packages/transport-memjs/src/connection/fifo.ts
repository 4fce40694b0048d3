/** First in, first out, in constant time at both ends. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  /** The oldest, or `undefined` when there is none. */
  get first(): T | undefined {
    return this.#items[this.#head]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  /** Takes the oldest out, or gives `undefined` when there is none. */
  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    // Moving the rest only when it is the smaller half costs at most one move an item, on average.
    if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}
