import type { IndexedKey } from './indexed-key.ts'
import type { LoadedPart } from './loaded-part.ts'

/** A key that the index says is there. */
export interface Proposal<Key> extends IndexedKey<Key> {
  /** The first line of the key in its part. */
  readonly line: number
}

/** Resolves to those of some keys of a part that are to be given, and marks those that are gone. */
export type Check<Key> = (
  proposals: readonly Proposal<Key>[],
  part: LoadedPart,
) => Promise<readonly Proposal<Key>[]>
