/** What an index costs. */
export interface IndexSize {
  /** How many items it consists of. */
  readonly items: number
  /** How many bytes they hold. */
  readonly bytes: number
  /** How many keys it names, also of values that are gone. */
  readonly keys: number
}
