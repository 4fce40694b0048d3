import { InvalidKeyError } from '../invalid-key-error.ts'

/** How many characters a cache key, and a namespace, has at most. */
export const maxCharacters = 1_048_576

/** So many characters count for each part of a key beside its text: an item, a property, a number, an array. */
export const charactersOfPart = 16

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
