import { clock } from '@lmc/transport'
import { untilAborted } from './until-aborted.ts'

/** Calls that hold a key together. */
interface Group {
  /** What all of them wait for; absent: nothing. */
  readonly gate: Promise<unknown> | undefined
  /** Settles when all of them have settled. */
  readonly held: Promise<unknown>
}

/**
 * Keeps the commands of a key in the order of the calls. A write that has to read something first, or belongs
 * to a large batch, holds its keys: later calls for those keys wait until the write is over. A write that
 * only waits for its line in the list of keys leaves together with the line. Such writes keep their order;
 * calls of other kinds wait until they have left.
 *
 * A call with a signal that waits rejects as soon as that aborts. Whoever waits for the call still waits
 * until its turn has come.
 */
export class WriteOrder {
  /** The last call that holds a key. */
  readonly #held = new Map<string, Promise<unknown>>()
  /** What the writes that leave with their lines wait for. Each promise settles when its lines have left. */
  readonly #leaving = new Set<Promise<unknown>>()
  /** The calls that hold a key together. */
  readonly #groups = new Map<string, Group>()
  /** The last call for all keys that waits. */
  #forAll: Promise<unknown> | undefined

  /** Whether no call has to wait. */
  get isIdle(): boolean {
    return this.#held.size === 0 && this.#leaving.size === 0 && this.#forAll === undefined
  }

  /**
   * Carries out `work`, which writes the keys, after what the keys wait for now. Holds the keys meanwhile.
   */
  holding<T>(keys: readonly string[], work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return untilAborted(this.#hold(keys, after(this.#writesOf(keys, true), work)), signal)
  }

  /**
   * Carries out `work`, which writes the key after its line. Several such writes of a key keep their order by
   * themselves.
   */
  leavingWithLine<T>(key: string, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#held.size === 0 && this.#forAll === undefined) return work()
    const writes = this.#writesOf([key], false)
    return writes.size === 0 ? work() : untilAborted(this.#hold([key], after(writes, work)), signal)
  }

  /**
   * Carries out `call` as `holding` does, together with other such calls of the key. They leave in their
   * order, and none waits for another's answer.
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

  /** Says that a write leaves when `lines` settles. Many writes leave with the same lines. */
  leaves(lines: Promise<unknown>): void {
    if (this.#leaving.has(lines)) return
    this.#leaving.add(lines)
    // The writes go on first, in microtasks of their own.
    const over = (): void => clock.queueMicrotask(() => this.#leaving.delete(lines))
    lines.then(over, over)
  }

  /**
   * Carries out `call` behind the writes that the keys wait for. While it waits, later calls for the keys
   * wait for it.
   */
  behind<T>(keys: readonly string[], call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.isIdle) return call()
    const writes = this.#writesOf(keys, true)
    return writes.size === 0 ? call() : untilAborted(this.#hold(keys, after(writes, call)), signal)
  }

  /** Carries out `call` behind all writes. While it waits, all later calls wait for it. */
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
    // This runs before any waiting call goes on.
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

/** Settles when all of these have settled; `undefined` when there are none. */
function settled(writes: ReadonlySet<Promise<unknown>>): Promise<unknown> | undefined {
  return writes.size === 0 ? undefined : Promise.allSettled(writes)
}

/** Carries out `call` when all of these have settled; at once when there are none. */
function after<T>(writes: ReadonlySet<Promise<unknown>>, call: () => Promise<T>): Promise<T> {
  const [only] = writes
  if (only === undefined) return call()
  return writes.size === 1 ? only.then(call, call) : Promise.allSettled(writes).then(call)
}
