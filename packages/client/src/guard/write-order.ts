import { clock } from '@lmc/transport'
import { untilAborted } from './until-aborted.ts'

/** Calls that hold a key together. */
interface Group {
  /** What all calls of the group wait for; `undefined`: nothing. */
  readonly gate: Promise<unknown> | undefined
  /** Settles when all calls of the group have settled. */
  readonly held: Promise<unknown>
}

/**
 * Keeps the commands for a key in the order of the calls. A write holds its keys when it reads something
 * first, or belongs to a large batch. Later calls for those keys wait until the write is over. A write that
 * only waits for its line in the list of keys is sent together with the line. Such writes keep their order,
 * and other calls wait until they are sent.
 *
 * A waiting call rejects as soon as its signal aborts. Calls behind it still wait until its turn has come.
 */
export class WriteOrder {
  /** The last call that holds a key. */
  readonly #held = new Map<string, Promise<unknown>>()
  /** For writes that are sent with their lines. Each promise settles when its lines have been sent. */
  readonly #leaving = new Set<Promise<unknown>>()
  /** The calls that hold a key together. */
  readonly #groups = new Map<string, Group>()
  /** The last waiting call for all keys. */
  #forAll: Promise<unknown> | undefined

  /** Whether no call has to wait. */
  get isIdle(): boolean {
    return this.#leaving.size === 0 && this.isFree
  }

  /** Whether a write that is sent with its line has to wait for no call. */
  get isFree(): boolean {
    return this.#held.size === 0 && this.#forAll === undefined
  }

  /** Runs `work`, which writes the keys, after the calls that hold the keys now. Holds the keys meanwhile. */
  holding<T>(keys: readonly string[], work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return untilAborted(this.#hold(keys, after(this.#writesOf(keys, true), work)), signal)
  }

  /**
   * Runs `work`, which writes the key after its line. Several such writes of a key keep their order without
   * waiting.
   */
  leavingWithLine<T>(key: string, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.isFree) return work()
    const writes = this.#writesOf([key], false)
    return writes.size === 0 ? work() : untilAborted(this.#hold([key], after(writes, work)), signal)
  }

  /**
   * Runs `call` like `holding`, together with other such calls for the key. They are sent in order, and none
   * waits for the answer of another.
   */
  holdingTogether<T>(key: string, call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const group = this.#groups.get(key)
    const isJoined = group !== undefined && group.held === this.#held.get(key) && this.#forAll === undefined
    const gate = isJoined ? group.gate : settled(this.#writesOf([key], true))
    const outcome = gate === undefined ? call() : gate.then(call)
    const held: Promise<unknown> = isJoined ? Promise.allSettled([group.held, outcome]) : outcome
    this.#groups.set(key, { gate, held })
    const leave = (): void => {
      if (this.#groups.get(key)?.held === held) this.#groups.delete(key)
    }
    held.then(leave, leave)
    void this.#hold([key], held)
    return untilAborted(outcome, signal)
  }

  /** Notes that a write is sent when `lines` settles. Many writes are sent with the same lines. */
  leaves(lines: Promise<unknown>): void {
    if (this.#leaving.has(lines)) return
    this.#leaving.add(lines)
    // The writes run first, in their own microtasks.
    const over = (): void => clock.queueMicrotask(() => this.#leaving.delete(lines))
    lines.then(over, over)
  }

  /**
   * Runs `call` after the writes that hold the keys. While it waits, later calls for the keys wait for it.
   */
  behind<T>(keys: readonly string[], call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.isIdle) return call()
    const writes = this.#writesOf(keys, true)
    return writes.size === 0 ? call() : untilAborted(this.#hold(keys, after(writes, call)), signal)
  }

  /** Runs `call` after all writes. While it waits, all later calls wait for it. */
  behindAll<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.isIdle) return call()
    const outcome = after(this.#writesOf([...this.#held.keys()], true), call)
    const release = (): void => {
      if (this.#forAll === outcome) this.#forAll = undefined
    }
    this.#forAll = outcome
    outcome.then(release, release)
    return untilAborted(outcome, signal)
  }

  #hold<T>(keys: readonly string[], outcome: Promise<T>): Promise<T> {
    for (const key of keys) this.#held.set(key, outcome)
    const release = (): void => {
      for (const key of keys) if (this.#held.get(key) === outcome) this.#held.delete(key)
    }
    // This runs before any waiting call continues.
    outcome.then(release, release)
    return outcome
  }

  #writesOf(keys: readonly string[], areLeavingCounted: boolean): Set<Promise<unknown>> {
    const writes = new Set(areLeavingCounted ? this.#leaving : [])
    if (this.#forAll !== undefined) writes.add(this.#forAll)
    for (const key of keys) {
      const write = this.#held.get(key)
      if (write !== undefined) writes.add(write)
    }
    return writes
  }
}

/** Settles when all writes have settled. `undefined`: there are none. */
function settled(writes: ReadonlySet<Promise<unknown>>): Promise<unknown> | undefined {
  return writes.size === 0 ? undefined : Promise.allSettled(writes)
}

/** Runs `call` when all writes have settled, or at once when there are none. */
function after<T>(writes: ReadonlySet<Promise<unknown>>, call: () => Promise<T>): Promise<T> {
  const [only] = writes
  if (only === undefined) return call()
  return writes.size === 1 ? only.then(call, call) : Promise.allSettled(writes).then(call)
}
