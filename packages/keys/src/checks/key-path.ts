import { cacheKey } from '../cache-key.ts'

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The path to a value inside a cache key: the path to its holder, the holder, and the step from there. */
export class KeyPath {
  /** How many holders are on the path; at least 1. */
  readonly depth: number
  readonly #above: KeyPath | undefined
  readonly #holder: object
  readonly #step: PropertyKey

  /** @param above the path to the holder; `undefined` when the holder is the key itself */
  constructor(above: KeyPath | undefined, holder: object, step: PropertyKey) {
    this.depth = above === undefined ? 1 : above.depth + 1
    this.#above = above
    this.#holder = holder
    this.#step = step
  }

  /** Whether the value is one of the holders on the path. */
  passes(value: object): boolean {
    return this.#holder === value || this.#above?.passes(value) === true
  }

  /** The path in JavaScript: `.user.ids[3]`. */
  toString(): string {
    return `${this.#above?.toString() ?? ''}${written(this.#step)}`
  }
}

function written(step: PropertyKey): string {
  if (step === cacheKey) return '[cacheKey]()'
  if (typeof step !== 'string') return `[${String(step)}]`
  return identifier.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
