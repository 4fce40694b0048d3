import type { Milliseconds, Transport } from '@lmc/transport'
import { getWhatIsThere } from '../partial-answers.ts'
import { decodeText, SETTLED } from './line-format.ts'
import { OwnTickets, type Ticket } from './own-tickets.ts'
import { sequenceOf, writerKey, writerOf } from './ticket-text.ts'

/** How long a value may be on its way behind the line that announces it, where the writer does not tell. */
const LONGEST_WAY: Milliseconds = 60_000

/** How many writers and tickets of others are remembered; the oldest are forgotten. */
const MOST_REMEMBERED = 50_000

/** How many writers are asked about at once. */
const WRITERS_AT_ONCE = 1000

/**
 * Tells which lines may still get their values. A missing value says nothing while the set that brings it is
 * under way, and clocks of machines cannot tell how long that may be. So each line carries the ticket that
 * its set was begun under.
 *
 * A process changes its ticket every second. Once all sets of its tickets up to one have been answered, an
 * item of its own says so (`lmc-index:writer:…`), for all to read. Such tickets are settled. Where that item
 * is missing, a ticket counts as settled a minute after this process saw it first, by this process's own
 * clock.
 */
export class Tickets {
  readonly #transport: Transport
  readonly #now: () => Milliseconds
  readonly #own: OwnTickets
  /** The last settled ticket of each other writer. */
  readonly #settled = new Map<string, number>()
  /** When tickets that are not known to be settled were seen first. */
  readonly #seenAt = new Map<string, Milliseconds>()

  /** @param now a clock that never goes back, in milliseconds. */
  constructor(transport: Transport, now: () => Milliseconds) {
    this.#transport = transport
    this.#now = now
    this.#own = new OwnTickets({
      now,
      longestWay: LONGEST_WAY,
      publish: (key, bytes, lifetime) => transport.set(key, bytes, { lifetime }),
    })
  }

  /** The ticket for what is announced now. */
  current(): Ticket {
    return this.#own.current()
  }

  /** Says that the server has answered a set of the ticket. */
  stored(ticket: Ticket): void {
    ticket.underWay--
    if (ticket.underWay === 0 && ticket.endedAt !== undefined) this.#own.settle()
  }

  /**
   * Ends the ticket of this process, so that what was announced until now is settled as soon as it is stored.
   */
  turn(): void {
    this.#own.turn()
  }

  /**
   * Ends the ticket of this process, and resolves when others have been told of what is settled, or cannot
   * be.
   */
  async close(): Promise<void> {
    this.#own.turn()
    await this.#own.published().catch(() => {})
  }

  /** Whether no set of the ticket is under way any more. */
  isSettled(ticket: string): boolean {
    if (ticket === SETTLED) return true
    const own = this.#own.isSettled(ticket)
    if (own !== undefined) return own
    if ((this.#settled.get(writerOf(ticket)) ?? -1) >= sequenceOf(ticket)) return true
    const seenAt = this.#seenAt.get(ticket)
    return seenAt !== undefined && this.#now() - seenAt > LONGEST_WAY
  }

  /**
   * Finds out which of the tickets are settled. Resolves also when servers do not answer: nothing is known
   * then.
   */
  async learn(tickets: Iterable<string>): Promise<void> {
    const unknown = new Set<string>()
    for (const ticket of tickets) if (!this.isSettled(ticket)) unknown.add(ticket)
    if (unknown.size === 0) return
    const writers = new Set<string>()
    for (const ticket of unknown) if (this.#own.isSettled(ticket) === undefined) writers.add(writerOf(ticket))
    const all = [...writers]
    for (let start = 0; start < all.length; start += WRITERS_AT_ONCE)
      await this.#learnOf(all.slice(start, start + WRITERS_AT_ONCE))
    for (const ticket of unknown)
      if (!this.#seenAt.has(ticket) && !this.isSettled(ticket)) remember(this.#seenAt, ticket, this.#now())
  }

  async #learnOf(writers: readonly string[]): Promise<void> {
    const items = await getWhatIsThere(this.#transport, writers.map(writerKey), {}, () => {})
    for (const writer of writers) {
      const item = items.get(writerKey(writer))
      if (item === undefined) continue
      const last = Number.parseInt(decodeText(item.value), 36)
      if (Number.isSafeInteger(last)) remember(this.#settled, writer, last)
    }
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.size >= MOST_REMEMBERED) {
    const [oldest] = map.keys()
    if (oldest !== undefined) map.delete(oldest)
  }
  map.set(key, value)
}
