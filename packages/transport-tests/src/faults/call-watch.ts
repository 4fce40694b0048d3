import { isTransportError, type Milliseconds, type TransportError } from '@lmc/transport'
import type { Findings } from './findings/findings.ts'

/** The outcome of a call. */
export type Outcome<T> =
  | { readonly how: 'resolved'; readonly value: T }
  | { readonly how: 'rejected'; readonly error: TransportError }
  | { readonly how: 'foreign'; readonly error: unknown }
  | { readonly how: 'hung' }

interface PendingCall {
  readonly name: string
  readonly limit: Milliseconds
  /** From when its time counts. */
  startedAt: Milliseconds
  readonly giveUp: () => void
}

const TICK: Milliseconds = 25

/** Watches calls. Each must settle in time, and may reject only with a `TransportError`. */
export class CallWatch {
  readonly #findings: Findings
  readonly #limit: Milliseconds
  readonly #circumstances: () => string
  readonly #isInTurn: boolean
  readonly #pending = new Set<PendingCall>()
  #timer: NodeJS.Timeout | undefined
  /** A clock that stops while the event loop is blocked. So a blocked machine makes no call late. */
  #clock: Milliseconds = 0
  #tickedAt: Milliseconds = 0

  /**
   * @param limit how long a call may take.
   * @param circumstances returns what the servers are doing, for the reports.
   * @param isInTurn whether a call may wait for the calls before it. Its time begins anew when one of them
   *   settles.
   */
  constructor(findings: Findings, limit: Milliseconds, circumstances: () => string, isInTurn = false) {
    this.#findings = findings
    this.#limit = limit
    this.#circumstances = circumstances
    this.#isInTurn = isInTurn
  }

  get circumstances(): string {
    return this.#circumstances()
  }

  /**
   * Starts a call and resolves to its outcome. Never rejects.
   *
   * @param limit how long the call may take. Absent: as all others.
   */
  async call<T>(
    name: string,
    start: () => Promise<T>,
    limit: Milliseconds = this.#limit,
  ): Promise<Outcome<T>> {
    const startedAt = performance.now()
    const outcome = await this.#outcomeOf(name, start, limit)
    this.#findings.durations.push(performance.now() - startedAt)
    if (outcome.how === 'resolved') this.#findings.resolved++
    if (outcome.how === 'rejected') this.#findings.countRejection(outcome.error.code)
    return outcome
  }

  /** Reports a problem. The text says what was asked and what came. */
  report(kind: 'wrong' | 'foreign' | 'hung', text: string): void {
    this.#findings.report(kind, `${text}, ${this.circumstances}`)
  }

  async #outcomeOf<T>(name: string, start: () => Promise<T>, limit: Milliseconds): Promise<Outcome<T>> {
    let pending!: PendingCall
    const tooLate = new Promise<Outcome<T>>((resolve) => {
      pending = { name, limit, startedAt: this.#clock, giveUp: () => resolve({ how: 'hung' }) }
    })
    this.#add(pending)
    try {
      return await Promise.race([start().then((value) => ({ how: 'resolved' as const, value })), tooLate])
    } catch (error) {
      if (isTransportError(error)) return { how: 'rejected', error }
      this.report('foreign', `${name} gave ${String(error)}; expected a TransportError`)
      return { how: 'foreign', error }
    } finally {
      if (this.#isInTurn) this.#beginAnewAfter(pending)
      this.#remove(pending)
    }
  }

  #add(call: PendingCall): void {
    this.#pending.add(call)
    if (this.#timer) return
    this.#tickedAt = performance.now()
    this.#timer = setInterval(() => this.#tick(), TICK)
  }

  #remove(call: PendingCall): void {
    this.#pending.delete(call)
    if (this.#pending.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** A call that was given up is not there any more, so that nothing begins anew after it. */
  #beginAnewAfter(call: PendingCall): void {
    let isAfter = false
    for (const each of this.#pending) {
      if (isAfter) each.startedAt = this.#clock
      isAfter ||= each === call
    }
  }

  #tick(): void {
    const now = performance.now()
    this.#clock += Math.min(now - this.#tickedAt, 2 * TICK)
    this.#tickedAt = now
    for (const call of this.#pending) {
      if (this.#clock - call.startedAt <= call.limit) {
        // The calls are in the order of their starts. Only here their limits may differ.
        if (this.#isInTurn) continue
        return
      }
      this.report('hung', `${call.name} has not settled within ${call.limit} ms`)
      call.giveUp()
      this.#remove(call)
    }
  }
}
