import type { Found } from './cached-value.ts'
import type { Moment } from './moment.ts'

/** What is known of a write: that it was carried out, that it never was nor will be, or nothing. */
export type WriteOutcome = 'confirmed' | 'refused' | 'unknown'

/** A write is being begun. */
export interface BeginRecord {
  readonly kind: 'begin'
  readonly at: Moment
  readonly key: string
  /** Counts the writes of the key. */
  readonly version: number
  /** The value's, in bytes. */
  readonly length: number
  readonly dependencies: readonly string[]
}

/** A write has settled. */
export interface SettleRecord {
  readonly kind: 'settle'
  readonly at: Moment
  readonly begunAt: Moment
  readonly key: string
  readonly version: number
  readonly outcome: WriteOutcome
}

/** An invalidation has settled. */
export interface DropRecord {
  readonly kind: 'drop'
  readonly at: Moment
  readonly begunAt: Moment
  /** A key, `nameOfDependency` of one, or `EVERYTHING`. */
  readonly what: string
  readonly isConfirmed: boolean
  /** Which client has made it; if it has failed, that client remembers it. */
  readonly client: string
}

/** A read has settled. */
export interface ReadRecord {
  readonly kind: 'read'
  readonly at: Moment
  readonly begunAt: Moment
  readonly client: string
  readonly key: string
  /** Absent: nothing. */
  readonly found?: Found | undefined
  /**
   * Whether memcached could not be asked: what others have dropped meanwhile could not be known. Absent: it
   * was.
   */
  readonly isBlind?: boolean
}

/** A listing of keys has settled. */
export interface ListRecord {
  readonly kind: 'list'
  readonly at: Moment
  readonly begunAt: Moment
  readonly client: string
  readonly keys: readonly string[]
  /** Which call says that they are there. */
  readonly asked: string
}

/** A load begins to read what its value is made from. */
export interface LoadRecord extends Omit<BeginRecord, 'kind'> {
  readonly kind: 'load'
  readonly client: string
}

/** A load has ended. */
export interface LoadedRecord {
  readonly kind: 'loaded'
  readonly at: Moment
  readonly begunAt: Moment
  readonly client: string
  readonly key: string
  readonly dependencies: readonly string[]
  /** Whether the value is for others as well: it is stored, and was not asked for in any case. */
  readonly isShared: boolean
}

/**
 * Something happened that lets others load a key that is being loaded, beside what the other records tell.
 */
export interface DisturbanceRecord {
  readonly kind: 'disturbance'
  readonly at: Moment
  readonly begunAt: Moment
  /** `EVERYTHING`, or the name of a client that was closed, or that memcached has failed. */
  readonly what: string
}

/** A count is being added to, or begun. */
export interface CountBeginRecord {
  readonly kind: 'countBegin'
  readonly at: Moment
  readonly key: string
  readonly client: string
  /**
   * The count that is stored when there is none: the moment of the call. No other call of the client has the
   * same.
   */
  readonly initial: number
}

/** An addition to a count has settled. */
export interface CountRecord {
  readonly kind: 'count'
  readonly at: Moment
  readonly begunAt: Moment
  readonly key: string
  readonly client: string
  readonly initial: number
  /** The new count; absent: nobody knows what became of the call. */
  readonly value?: number | undefined
}

/** A read of a count has settled. */
export interface CountReadRecord {
  readonly kind: 'countRead'
  readonly at: Moment
  readonly begunAt: Moment
  readonly key: string
  readonly client: string
  /** Absent: there is none. */
  readonly value?: unknown
}

/** A server has refused to be flushed: a client owes nothing more of the flushes that failed before. */
export interface RefusalRecord {
  readonly kind: 'refusal'
  readonly at: Moment
  readonly client: string
}

/** What a process has seen; `at` is when it was over. */
export type HistoryRecord =
  | BeginRecord
  | SettleRecord
  | DropRecord
  | RefusalRecord
  | ReadRecord
  | ListRecord
  | LoadRecord
  | LoadedRecord
  | DisturbanceRecord
  | CountBeginRecord
  | CountRecord
  | CountReadRecord

/** All that the servers hold. */
export const EVERYTHING = '*'

/** What an invalidation of a dependency is of. */
export function nameOfDependency(namespace: string, dependency: string): string {
  return `what depends on ${dependency} of ${namespace}`
}
