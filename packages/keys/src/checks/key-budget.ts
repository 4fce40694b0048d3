import { InvalidKeyError } from '../invalid-key-error.ts'

/** The most characters of a cache key, and of a namespace. */
export const maxCharacters = 1_048_576

/** Each part of a key counts as so many characters more: an item, a property, a number, an array. */
export const charactersOfPart = 16

/**
 * Counts the characters and parts of a key. A part that occurs twice counts twice: the text of a few nested
 * objects can be nearly endless.
 */
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
