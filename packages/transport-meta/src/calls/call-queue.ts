import type { Call } from './call.ts'

const SMALLEST = 16

/** A first-in, first-out queue in a ring that grows as it must. */
export class CallQueue {
  #ring: (Call<unknown> | undefined)[] = Array.from({ length: SMALLEST })
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The one that has been there longest, or `undefined` when there is none. */
  get first(): Call<unknown> | undefined {
    return this.#ring[this.#head]
  }

  /** The one at `index`, counted from the first, or `undefined` when there is none. */
  at(index: number): Call<unknown> | undefined {
    if (index >= this.#length) return undefined
    return this.#ring[(this.#head + index) & (this.#ring.length - 1)]
  }

  push(call: Call<unknown>): void {
    if (this.#length === this.#ring.length) this.#grow()
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = call
    this.#length++
  }

  /** Removes and returns the first. */
  shift(): Call<unknown> | undefined {
    const call = this.#ring[this.#head]
    if (call === undefined) return undefined
    this.#ring[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#ring.length - 1)
    this.#length--
    return call
  }

  /** Removes and returns all of them. */
  takeAll(): Call<unknown>[] {
    const calls = [...this]
    this.#ring.fill(undefined)
    this.#head = 0
    this.#length = 0
    return calls
  }

  *[Symbol.iterator](): Generator<Call<unknown>> {
    for (let index = 0; index < this.#length; index++) yield this.at(index) as Call<unknown>
  }

  #grow(): void {
    const size = this.#ring.length
    const ring: (Call<unknown> | undefined)[] = Array.from({ length: 2 * size })
    for (let index = 0; index < this.#length; index++)
      ring[index] = this.#ring[(this.#head + index) & (size - 1)]
    this.#ring = ring
    this.#head = 0
  }
}
