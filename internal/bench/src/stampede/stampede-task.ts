import type { GetOrSetOptions } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'

export type TransportName = 'meta' | 'memjs'

/** What each process of a stampede does. */
export interface StampedeTask {
  readonly transport: TransportName
  readonly server: string
  /** How many callers the process has. */
  readonly callers: number
  /** How long a load takes. */
  readonly duration: Milliseconds
  readonly options: GetOrSetOptions
  /** Whether each load fails. */
  readonly fails: boolean
  /** The length of a loaded value, in bytes. */
  readonly bytes: number
  /** How long they call again and again, with pauses; 0: once. */
  readonly time: Milliseconds
  /** Whether they use `get` and `set`, as who has no `getOrSet`. */
  readonly isByHand: boolean
}

/** What came of it in one process. */
export interface StampedeResult {
  /** How long each call took. */
  readonly durations: readonly Milliseconds[]
  readonly rejected: number
}

/** What a process sends: that it is ready, that it begins to load, and what came of it. */
export type StampedeMessage = 'ready' | 'load' | StampedeResult
