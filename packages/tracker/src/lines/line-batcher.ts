import { clock } from '@lmc/transport'
import type { IndexEntry } from './index-entry.ts'
import { encodeText, ticketLine } from './line-format.ts'
import type { Ticket } from './own-tickets.ts'
import type { Tickets } from './tickets.ts'

/** What becomes of a line. */
export interface Announcement {
  /**
   * Resolves when the line has gone out, in the tick of the call. What is sent then arrives behind the line.
   */
  readonly sent: Promise<void>
  /** Resolves when the line is in the index. */
  readonly listed: Promise<void>
  /** Whether `listed` has resolved. Most lines are in the index before their value is stored. */
  readonly isListed: boolean
  /**
   * To be called once for each key when the server has answered whether its value is stored. From then on the
   * list may drop the key as soon as its value is gone. Without this call the list waits a minute longer.
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

/** Gathers the lines of a tick. They leave together, before anything that is sent behind them. */
export class LineBatcher {
  readonly #tickets: Tickets
  readonly #send: (lines: Uint8Array) => Promise<void>
  /** In the order in which they were begun; the last one takes more lines. */
  #unsent: Batch[] = []

  /** @param send sends lines before it returns, and resolves when they are in the index. */
  constructor(tickets: Tickets, send: (lines: Uint8Array) => Promise<void>) {
    this.#tickets = tickets
    this.#send = send
  }

  announce({ line }: IndexEntry): Announcement {
    let batch = this.#unsent.at(-1)
    if (batch === undefined || batch.text.length + line.length > MOST_AT_ONCE) {
      if (batch === undefined) clock.queueMicrotask(() => this.#flush())
      batch = this.#createBatch()
      this.#unsent.push(batch)
    }
    batch.ticket.underWay++
    batch.text += line
    return batch.announcement
  }

  #flush(): void {
    const batches = this.#unsent
    this.#unsent = []
    for (const { settle, text } of batches) settle(this.#send(encodeText(text)))
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
    const announcement = { sent, listed, isListed: false, stored: () => this.#tickets.stored(ticket) }
    listed.then(
      () => (announcement.isListed = true),
      () => {},
    )
    return {
      text: ticketLine(ticket.text),
      ticket,
      announcement,
      settle: (outcome) => {
        settleListed(outcome)
        settleSent()
      },
    }
  }
}
