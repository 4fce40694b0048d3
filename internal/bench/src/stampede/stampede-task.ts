import type { GetOrSetOptions } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'

export type TransportName = 'meta' | 'memjs'

/** The task of each process of a stampede. */
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
  /** How long the callers call again and again, with pauses. 0: once. */
  readonly time: Milliseconds
  /** Whether the callers use `get` and `set` instead of `getOrSet`. */
  readonly isByHand: boolean
}

/** The result of one process. */
export interface StampedeResult {
  /** How long each call took. */
  readonly durations: readonly Milliseconds[]
  readonly rejected: number
}

/** The messages of a process: it is ready, it begins a load, and its result. */
export type StampedeMessage = 'ready' | 'load' | StampedeResult
