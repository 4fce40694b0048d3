import type { Milliseconds } from '@lmc/client'

/** What `setMany` stores under one key. */
export interface KeyvEntry {
  readonly key: string
  readonly value: unknown
  /** How long the value lives; absent and 0 are for ever. */
  readonly ttl?: Milliseconds | undefined
}
