import type { CacheKey } from '@lmc/keys'
import type { Announcement, IndexEntry } from '@lmc/tracker'
import type { ValueSchema } from '../../schema/value-schema.ts'
import { untilAborted } from '../../guard/until-aborted.ts'
import { type Claim, NO_CLAIM } from '../claims/claim.ts'
import { LeaseWatch } from '../claims/lease-watch.ts'

/**
 * - `missing`: nothing was there that may be given
 * - `renewal`: a value is there, which is given meanwhile
 * - `forced`: whatever is there, it is loaded anew
 * - `blind`: memcached could not be asked, so nothing is stored either
 */
export type FlightKind = 'missing' | 'renewal' | 'forced' | 'blind'

export interface FlightOptions {
  readonly kind: FlightKind
  readonly key: CacheKey
  readonly memcachedKey: string
  /** What goes to the list of keys; `undefined` where they are not tracked. */
  readonly entry: IndexEntry | undefined
  /** What the value fits. */
  readonly schema: ValueSchema | undefined
}

/**
 * One load of one key in this process, from the wish for a value to the outcome. All who wait for the outcome
 * share it.
 */
export class Flight {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly entry: IndexEntry | undefined
  readonly schema: ValueSchema | undefined
  kind: FlightKind
  /** Whether the load has begun: what it gives may be older than a call that is made now. */
  isLoading = false
  /** Whether this client has dropped the key since, or something that the value depends on. */
  isOutdated = false
  /**
   * Whether calls that are made during the load may wait for it: what it has named meanwhile, its lease does
   * not tell them of.
   */
  isShared = true
  isSettled = false
  /**
   * Whether somebody has begun to wait since another process's value was asked for: it may be older than his
   * call.
   */
  isJoined = false
  /**
   * By what this process loads the value. While its version is there, nobody has stored or dropped anything
   * since the load has begun.
   */
  claim: Claim = NO_CLAIM
  /** The memcached keys of the generations that the value depends on. */
  readonly generationKeys = new Set<string>()
  readonly watch = new LeaseWatch()
  /** What has told the list of keys of its lease. */
  announcement: Announcement | undefined
  /** Is called when the last who waits has left before the outcome. */
  onDeserted: (reason: unknown) => void = () => {}
  #callers = 0
  readonly #outcome: Promise<unknown>
  #resolve: (value: unknown) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor({ kind, key, memcachedKey, entry, schema }: FlightOptions) {
    this.kind = kind
    this.key = key
    this.memcachedKey = memcachedKey
    this.entry = entry
    this.schema = schema
    this.#outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // A renewal may fail while nobody waits.
    this.#outcome.catch(() => {})
  }

  /** Whether somebody waits. */
  get isAwaited(): boolean {
    return this.#callers > 0
  }

  /**
   * Resolves to the value, or to `undefined` when there is none. Rejects as the load does, or with the
   * signal's reason.
   */
  async join(signal: AbortSignal | undefined): Promise<unknown> {
    this.#callers++
    this.isJoined = true
    try {
      return await untilAborted(this.#outcome, signal)
    } finally {
      this.#callers--
      if (this.#callers === 0 && !this.isSettled) this.onDeserted(signal?.reason)
    }
  }

  /** Says that the load begins. */
  beginLoad(): void {
    this.isLoading = true
    this.isOutdated = false
  }

  resolve(value: unknown): void {
    this.#settle(() => this.#resolve(value))
  }

  reject(error: unknown): void {
    this.#settle(() => this.#reject(error))
  }

  /** The first outcome counts. */
  #settle(settle: () => void): void {
    if (this.isSettled) return
    this.isSettled = true
    this.announcement?.stored()
    settle()
  }
}
