import type { CacheKey } from '@lmc/keys'
import type { Announcement, IndexEntry } from '@lmc/tracker'
import { type Generations, NO_GENERATIONS } from '../../header/item-header.ts'
import type { ValueSchema } from '../../schema/value-schema.ts'
import { untilAborted } from '../../guard/until-aborted.ts'
import { type Claim, NO_CLAIM } from '../claims/claim.ts'
import { LeaseWatch } from '../claims/lease-watch.ts'

/**
 * - `missing`: the key held no value
 * - `renewal`: the key holds a value, which callers are given meanwhile
 * - `forced`: loads in any case (`fresh: true`)
 * - `blind`: memcached could not be asked, so nothing is stored
 */
export type FlightKind = 'missing' | 'renewal' | 'forced' | 'blind'

export interface FlightOptions {
  readonly kind: FlightKind
  readonly key: CacheKey
  readonly memcachedKey: string
  /** The entry for the list of keys. `undefined`: keys are not tracked. */
  readonly entry: IndexEntry | undefined
  /** The schema that the value fits. Absent: any value will do. */
  readonly schema: ValueSchema | undefined
}

/**
 * One load of one key in this process, from the first call to the outcome. All waiting calls share the
 * outcome.
 */
export class Flight {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly entry: IndexEntry | undefined
  readonly schema: ValueSchema | undefined
  kind: FlightKind
  /** Whether the load has begun. Its value may then be older than a call that is made now. */
  isLoading = false
  /** Whether this client has dropped the key, or a dependency, since the load began. */
  isOutdated = false
  /**
   * Whether calls that are made during the load may wait for it. `false` after the load has named
   * dependencies: its lease does not hold their generations.
   */
  isShared = true
  isSettled = false
  /**
   * Whether a call has joined since this process last asked memcached. The answer may be older than that
   * call.
   */
  isJoined = false
  /**
   * The claim of this process. While the key holds its version, nobody has stored or dropped anything since
   * the load began.
   */
  claim: Claim = NO_CLAIM
  /** The generations of the dependencies, read before the load. */
  generations: Generations = NO_GENERATIONS
  /** The memcached keys of the generations that the value depends on. */
  readonly generationKeys = new Set<string>()
  readonly watch = new LeaseWatch()
  /** The line in the list of keys that announces the lease. */
  announcement: Announcement | undefined
  /** Called when the last waiting call leaves before the outcome. */
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
    // A renewal may fail without a waiting call.
    this.#outcome.catch(() => {})
  }

  /** Whether a call waits. */
  get isAwaited(): boolean {
    return this.#callers > 0
  }

  /**
   * Waits for the outcome. Resolves to the value, or to `undefined` when there is none. Rejects as the load
   * does, or with the signal's reason.
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

  /** Marks that the load begins. */
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

  /** Only the first outcome counts. */
  #settle(settle: () => void): void {
    if (this.isSettled) return
    this.isSettled = true
    this.announcement?.stored()
    settle()
  }
}
