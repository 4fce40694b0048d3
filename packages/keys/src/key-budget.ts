import { InvalidKeyError } from './invalid-key-error.ts'

/** How many characters a cache key, and a namespace, has at most; a number, `true`, `null` and each level count as one. */
export const maxCharacters = 65_536

/** Counts what a key is made of. What is met twice counts twice: a few objects that hold each other's copies can be endless as text. */
export class KeyBudget {
  #left = maxCharacters

  /** @throws {InvalidKeyError} `too-long` */
  spend(characters: number): void {
    this.#left -= characters
    if (this.#left >= 0) return
    const advice = 'name the value by less, such as a digest'
    throw new InvalidKeyError('too-long', `key has more than ${maxCharacters} characters; ${advice}`)
  }
}
