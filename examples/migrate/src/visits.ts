/** A count that programs share. */
export interface Visits {
  /** Resolves to how many visits there are with this one. */
  count(id: string): Promise<number | undefined>
}
