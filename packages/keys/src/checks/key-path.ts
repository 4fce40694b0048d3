import { cacheKey } from '../cache-key.ts'

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The way to a value inside a cache key: what holds it, the step from there, and the way to the holder. */
export class KeyPath {
  /** How many holders the value has; at least 1. */
  readonly depth: number
  readonly #above: KeyPath | undefined
  readonly #holder: object
  readonly #step: PropertyKey

  /** @param above the way to the holder; `undefined` when the holder is the key itself */
  constructor(above: KeyPath | undefined, holder: object, step: PropertyKey) {
    this.depth = above === undefined ? 1 : above.depth + 1
    this.#above = above
    this.#holder = holder
    this.#step = step
  }

  /** Whether the value is one of the holders on the way. */
  passes(value: object): boolean {
    return this.#holder === value || this.#above?.passes(value) === true
  }

  /** The way as JavaScript writes it, `.user.ids[3]`. */
  toString(): string {
    return `${this.#above?.toString() ?? ''}${written(this.#step)}`
  }
}

function written(step: PropertyKey): string {
  if (step === cacheKey) return '[cacheKey]()'
  if (typeof step !== 'string') return `[${String(step)}]`
  return identifier.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
