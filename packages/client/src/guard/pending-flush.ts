import { clock, type Milliseconds } from '@lmc/transport'

/** The first pause between two tries, and how long pauses get while it is not known whether the server is up. */
const SHORTEST_PAUSE: Milliseconds = 100
const LONGEST_PAUSE_WHEN_DOWN: Milliseconds = 1000

/** How long pauses get when the server serves others and fails by the flush: then each try may cost a connection. */
const LONGEST_PAUSE_WHEN_UP: Milliseconds = 60_000

/** So many clean keys are remembered. When there are more, all are forgotten: they are deleted once more before they are read. */
const MOST_CLEAN_KEYS = 100_000

/** A server that could not be flushed. What it held at that time must not be read. */
export class PendingFlush {
  /** The try that is under way. */
  attempt: Promise<void> | undefined
  readonly #clean = new Set<string>()
  /** Deletes that are under way. */
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
   * Whether a try before a value is stored may help: the flush would take the value with it later. Not when the server has served others and
   * failed by the flush; then only pauses spare the others.
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

  /** Deletes the key by `remove`, once for all who ask meanwhile. */
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
