import { clock, type Milliseconds, type Seconds } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import { encodeText, randomDigits } from './line-format.ts'
import { SEQUENCE_END, sequenceOf, WRITER_DIGITS, writerKey, writerOf } from './ticket-text.ts'

/** How long a process goes by one ticket. */
const TURN: Milliseconds = 1000

/** How long others can read what is settled: lines of later than that are settled by time. */
const REMEMBERED: Seconds = 7 * 24 * 3600

/** What lines carry that are written in one turn of a process. */
export interface Ticket {
  readonly text: string
  /** How many sets of it are under way. */
  underWay: number
  readonly startedAt: Milliseconds
  endedAt: Milliseconds | undefined
}

export interface OwnTicketsOptions {
  readonly now: () => Milliseconds
  /** How long after its end a ticket is settled whatever became of its sets. */
  readonly longestWay: Milliseconds
  /** Stores an item for others to read. */
  readonly publish: (key: string, bytes: Uint8Array, lifetime: Seconds) => Promise<unknown>
}

/** The tickets of this process, and which of them are settled. */
export class OwnTickets {
  readonly #options: OwnTicketsOptions
  /** The last settled ticket of each name that this process has had; -1 for none. */
  readonly #settled = new Map<string, number>()
  readonly #unpublished = new Set<string>()
  #writer = ''
  #next = SEQUENCE_END
  #current: Ticket | undefined
  /** Those that have ended and are not settled, in their order. */
  #ended: Ticket[] = []
  #publishing: Promise<void> | undefined
  #isTimed = false

  constructor(options: OwnTicketsOptions) {
    this.#options = options
  }

  /** The ticket of this turn. */
  current(): Ticket {
    const now = this.#options.now()
    if (this.#current !== undefined && now - this.#current.startedAt >= TURN) this.turn()
    this.#current ??= this.#create(now)
    return this.#current
  }

  /** Ends the ticket; the next one is created when it is needed. */
  turn(): void {
    const ticket = this.#current
    this.#current = undefined
    if (ticket !== undefined) {
      ticket.endedAt = this.#options.now()
      this.#ended.push(ticket)
    }
    this.settle()
  }

  /** Whether all sets up to the ticket are over; `undefined` for one of another process. */
  isSettled(ticket: string): boolean | undefined {
    const last = this.#settled.get(writerOf(ticket))
    return last === undefined ? undefined : sequenceOf(ticket) <= last
  }

  /** Looks which tickets are settled by now, and tells the others. */
  settle(): void {
    const { now, longestWay } = this.#options
    let count = 0
    for (const { text, underWay, endedAt = Infinity } of this.#ended) {
      if (underWay > 0 && now() - endedAt <= longestWay) break
      this.#settled.set(writerOf(text), sequenceOf(text))
      this.#unpublished.add(writerOf(text))
      count++
    }
    if (count === 0) return
    this.#ended.splice(0, count)
    this.#publishing ??= this.#publish()
    inBackground(this.#publishing)
  }

  /** Resolves when the others have been told of what is settled. */
  async published(): Promise<void> {
    await this.#publishing
  }

  async #publish(): Promise<void> {
    // Nothing is sent within the call that has ended a set.
    await Promise.resolve()
    try {
      for (let [writer] = this.#unpublished; writer !== undefined; [writer] = this.#unpublished) {
        this.#unpublished.delete(writer)
        const last = this.#settled.get(writer) ?? -1
        await this.#options.publish(writerKey(writer), encodeText(last.toString(36)), REMEMBERED)
      }
    } finally {
      this.#publishing = undefined
    }
  }

  #create(now: Milliseconds): Ticket {
    if (this.#next === SEQUENCE_END) {
      this.#writer = randomDigits(WRITER_DIGITS)
      this.#settled.set(this.#writer, -1)
      this.#next = 0
    }
    this.#turnSoon()
    return {
      text: `${this.#writer}${(this.#next++).toString(36)}`,
      underWay: 0,
      startedAt: now,
      endedAt: undefined,
    }
  }

  /** Ends the ticket also when nothing more is announced. Does not keep the process alive. */
  #turnSoon(): void {
    if (this.#isTimed) return
    this.#isTimed = true
    const timer = clock.setTimeout(() => {
      this.#isTimed = false
      this.turn()
    }, TURN)
    timer.unref?.()
  }
}
