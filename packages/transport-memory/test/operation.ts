import type { StoreOptions } from '@lmc/transport'

/** A version of an item on either side, since each gives its own tokens. */
export interface TokenPair {
  readonly memory: string
  readonly memcached: string
}

/**
 * A call of the contract as data, so that it can be carried out on both sides and printed when they differ.
 */
export type Operation =
  | ({
      readonly name: 'set' | 'add' | 'replace'
      readonly key: string
      readonly value: Uint8Array
    } & StoreOptions)
  | { readonly name: 'append' | 'prepend'; readonly key: string; readonly value: Uint8Array }
  /** `back` chooses among the versions of the key that were seen: 0 is the one that it holds now. */
  | ({
      readonly name: 'compareAndSet'
      readonly key: string
      readonly value: Uint8Array
      readonly back: number
    } & StoreOptions)
  | { readonly name: 'delete'; readonly key: string }
  | { readonly name: 'touch'; readonly key: string; readonly lifetime: number }
  | {
      readonly name: 'increment'
      readonly key: string
      readonly delta: bigint
      readonly initial?: bigint | undefined
      readonly lifetime?: number
    }
  | { readonly name: 'hasMany'; readonly keys: readonly string[] }
  | { readonly name: 'flush' }

/** What came of it: the result, where `undefined` is `nothing`, or the code of the `TransportError`. */
export type Outcome = boolean | bigint | string | readonly string[]
