import { clock, type Milliseconds } from '@lmc/transport'

/** The first pause between two tries, and the longest while nobody knows whether the server is up. */
const SHORTEST_PAUSE: Milliseconds = 100
const LONGEST_PAUSE_WHEN_DOWN: Milliseconds = 1000

/**
 * The longest pause when the server answers other commands and fails to flush: each try may cost a
 * connection.
 */
const LONGEST_PAUSE_WHEN_UP: Milliseconds = 60_000

/**
 * How many clean keys are remembered. When there are more, all are forgotten, and deleted again before they
 * are read.
 */
const MOST_CLEAN_KEYS = 100_000

/** A server that could not be flushed. The values that it held at that time must not be read. */
export class PendingFlush {
  /** The running try. */
  attempt: Promise<void> | undefined
  readonly #clean = new Set<string>()
  /** The running deletes, by their keys. */
  readonly #cleansing = new Map<string, Promise<void>>()
  #pause: Milliseconds = SHORTEST_PAUSE
  #dueAt: Milliseconds = clock.now() + SHORTEST_PAUSE
  #isUp = false
  #failsWhenUp = false

  /** How long to wait until the next try; 0 when it is due. */
  get wait(): Milliseconds {
    return Math.max(0, this.#dueAt - clock.now())
  }

  /**
   * Whether to try the flush before a value is stored: a later flush would drop the value. `false` when the
   * server answers other commands and only the flush fails: then a try would cost them a connection.
   */
  get isWorthATry(): boolean {
    return this.wait === 0 || !this.#failsWhenUp
  }

  /** Whether the key has been deleted or stored since the flush failed. */
  isClean(key: string): boolean {
    return this.#clean.has(key)
  }

  /** Says that the key has been deleted or stored since the flush failed. */
  markClean(key: string): void {
    this.#isUp = true
    if (this.#clean.size === MOST_CLEAN_KEYS) this.#clean.clear()
    this.#clean.add(key)
  }

  /** Deletes the key with `remove`. Calls for the same key at the same time share one delete. */
  cleanse(key: string, remove: () => Promise<unknown>): Promise<void> {
    const underWay = this.#cleansing.get(key)
    if (underWay !== undefined) return underWay
    const cleansing = this.#cleanse(key, remove).finally(() => this.#cleansing.delete(key))
    this.#cleansing.set(key, cleansing)
    return cleansing
  }

  /** Says that a try has failed, and starts the next pause, which is longer than the last. */
  postpone(): void {
    const longest = this.#isUp ? LONGEST_PAUSE_WHEN_UP : LONGEST_PAUSE_WHEN_DOWN
    this.#pause = Math.min(2 * this.#pause, longest)
    this.#dueAt = clock.now() + this.#pause
    this.#failsWhenUp ||= this.#isUp
    this.#isUp = false
  }

  async #cleanse(key: string, remove: () => Promise<unknown>): Promise<void> {
    await remove()
    this.markClean(key)
  }
}
