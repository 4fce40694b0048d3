import type { Found } from './cached-value.ts'
import type { Moment } from './moment.ts'

/** The outcome of a write: it was carried out, it never will be, or nobody knows. */
export type WriteOutcome = 'confirmed' | 'refused' | 'unknown'

/** A write has begun. */
export interface BeginRecord {
  readonly kind: 'begin'
  readonly at: Moment
  readonly key: string
  /** The number of the write among the writes of the key. */
  readonly version: number
  /** The length of the value, in bytes. */
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
  /** The client that made the invalidation, and that remembers it if it has failed. */
  readonly client: string
}

/** A read has settled. */
export interface ReadRecord {
  readonly kind: 'read'
  readonly at: Moment
  readonly begunAt: Moment
  readonly client: string
  readonly key: string
  /** Absent: a miss. */
  readonly found?: Found | undefined
  /** Whether memcached could not be reached, so that the drops of others could not be noticed. Absent: no. */
  readonly isBlind?: boolean
}

/** A listing of keys has settled. */
export interface ListRecord {
  readonly kind: 'list'
  readonly at: Moment
  readonly begunAt: Moment
  readonly client: string
  readonly keys: readonly string[]
  /** The call that listed the keys. */
  readonly asked: string
}

/** A load begins to read its source. */
export interface LoadRecord extends Omit<BeginRecord, 'kind'> {
  readonly kind: 'load'
  readonly client: string
}

/** A load has ended. */
export interface LoadedRecord {
  readonly kind: 'loaded'
  readonly at: Moment
  readonly begunAt: Moment
  /**
   * The earliest moment at which the lease of this load can have passed: a lease after its call began. The
   * call adds the lease later, and a process may stand still between the lease and the load.
   */
  readonly leasedUntil: Moment
  readonly client: string
  readonly key: string
  readonly dependencies: readonly string[]
  /** Whether other processes may share the load: its value is stored, and the call did not have `fresh`. */
  readonly isShared: boolean
}

/** An event that lets others load a key during a load, in addition to the events of other records. */
export interface DisturbanceRecord {
  readonly kind: 'disturbance'
  readonly at: Moment
  readonly begunAt: Moment
  /** `EVERYTHING`, or the name of a client that was closed, or for which memcached failed. */
  readonly what: string
}

/** An addition to a count has begun; it may start the count. */
export interface CountBeginRecord {
  readonly kind: 'countBegin'
  readonly at: Moment
  readonly key: string
  readonly client: string
  /**
   * The count to store when there is none: the moment of the call. It is unique among the calls of the
   * client.
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
  /** The new count. Absent: the outcome of the call is unknown. */
  readonly value?: number | undefined
}

/** A read of a count has settled. */
export interface CountReadRecord {
  readonly kind: 'countRead'
  readonly at: Moment
  readonly begunAt: Moment
  readonly key: string
  readonly client: string
  /** Absent: there is no count. */
  readonly value?: unknown
}

/** A server has refused a flush. The client does not retry the flushes that failed before. */
export interface RefusalRecord {
  readonly kind: 'refusal'
  readonly at: Moment
  readonly client: string
}

/** A record of a process. `at` is the moment of its end. */
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

/** The name for all values of the servers. */
export const EVERYTHING = '*'

/** The name of an invalidation of a dependency. */
export function nameOfDependency(namespace: string, dependency: string): string {
  return `what depends on ${dependency} of ${namespace}`
}
