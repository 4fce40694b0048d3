import { clock } from '@lmc/transport'
import type { IndexEntry } from './index-entry.ts'
import { toText } from './index-line.ts'
import type { Ticket } from './own-tickets.ts'
import type { Tickets } from './tickets.ts'

/** What becomes of a line. */
export interface Announcement {
  /**
   * Resolves when the line has gone out, which is in the tick of the call but for rare moments. What is sent
   * then arrives behind it.
   */
  readonly sent: Promise<void>
  /** Resolves when the line is in the index. */
  readonly listed: Promise<void>
  /**
   * To be called once for each key when the server has answered whether its value is stored. From then on the
   * list may drop the key as soon as its value is gone. Without it, or when no answer came, that takes a minute
   * longer.
   */
  readonly stored: () => void
}

/** The most characters that leave at once. */
const MOST_AT_ONCE = 32 * 1024

/** Lines that leave together, and share what becomes of them. */
interface Batch {
  text: string
  readonly ticket: Ticket
  readonly announcement: Announcement
  readonly settle: (listed: Promise<void>) => void
}

/** Gathers the lines of a tick: they leave together, before anything that is sent behind them. */
export class LineBatcher {
  readonly #tickets: Tickets
  readonly #send: (lines: string) => Promise<void>
  /** In the order in which they were begun; the last one takes more lines. */
  #unsent: Batch[] = []
  #isHeld = false
  #isFlushDue = false

  /** @param send sends lines before it returns, and resolves when they are in the index. */
  constructor(tickets: Tickets, send: (lines: string) => Promise<void>) {
    this.#tickets = tickets
    this.#send = send
  }

  announce({ raw, json, lifetime }: IndexEntry): Announcement {
    let batch = this.#unsent.at(-1)
    if (batch === undefined || batch.text.length + json.length > MOST_AT_ONCE) {
      batch = this.#createBatch()
      this.#unsent.push(batch)
      this.#flushSoon()
    }
    batch.ticket.underWay++
    batch.text += toText({ raw, json, ticket: batch.ticket.text, lifetime })
    return batch.announcement
  }

  /**
   * Keeps lines back while `work` replaces what it has read, so that its compare-and-set does not lose to our
   * own appends.
   */
  async hold<T>(work: (release: () => void) => Promise<T>): Promise<T> {
    this.#isHeld = true
    const release = (): void => {
      this.#isHeld = false
      this.#flushSoon()
    }
    try {
      return await work(release)
    } finally {
      release()
    }
  }

  #flushSoon(): void {
    if (this.#isFlushDue) return
    this.#isFlushDue = true
    clock.queueMicrotask(() => {
      this.#isFlushDue = false
      if (this.#isHeld) return
      const batches = this.#unsent
      this.#unsent = []
      for (const batch of batches) batch.settle(this.#send(batch.text))
    })
  }

  #createBatch(): Batch {
    const ticket = this.#tickets.current()
    let settleSent = (): void => {}
    let settleListed: Batch['settle'] = () => {}
    const sent = new Promise<void>((resolve) => {
      settleSent = resolve
    })
    const listed = new Promise<void>((resolve) => {
      settleListed = resolve
    })
    // Whoever announces looks at it only once his value has been stored.
    listed.catch(() => {})
    return {
      text: '',
      ticket,
      announcement: { sent, listed, stored: () => this.#tickets.stored(ticket) },
      settle: (outcome) => {
        settleListed(outcome)
        settleSent()
      },
    }
  }
}
