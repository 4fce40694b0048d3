/** What becomes of a line. */
export interface Announcement {
  /** Resolves when the line has gone out, which is in the tick of the call but for rare moments. What is sent then arrives behind it. */
  readonly sent: Promise<void>
  /** Resolves when the line is in the index. */
  readonly listed: Promise<void>
}

/** The most characters that leave at once. */
const MOST_AT_ONCE = 32 * 1024

/** Lines that leave together, and share what becomes of them. */
interface Batch {
  text: string
  readonly announcement: Announcement
  readonly settle: (listed: Promise<void>) => void
}

/** Gathers the lines of a tick: they leave together, before anything that is sent behind them. */
export class LineBatcher {
  readonly #send: (lines: string) => Promise<void>
  /** In the order in which they were begun; the last one takes more lines. */
  #unsent: Batch[] = []
  #isHeld = false
  #isFlushDue = false

  /** @param send sends lines before it returns, and resolves when they are in the index. */
  constructor(send: (lines: string) => Promise<void>) {
    this.#send = send
  }

  announce(line: string): Announcement {
    let batch = this.#unsent.at(-1)
    if (batch === undefined || batch.text.length + line.length > MOST_AT_ONCE) {
      batch = createBatch()
      this.#unsent.push(batch)
      this.#flushSoon()
    }
    batch.text += line
    return batch.announcement
  }

  /** Keeps lines back while `work` goes on, which sends something that must not find any behind what it has read. */
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
    queueMicrotask(() => {
      this.#isFlushDue = false
      if (this.#isHeld) return
      const batches = this.#unsent
      this.#unsent = []
      for (const batch of batches) batch.settle(this.#send(batch.text))
    })
  }
}

function createBatch(): Batch {
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
    announcement: { sent, listed },
    settle: (outcome) => {
      settleListed(outcome)
      settleSent()
    },
  }
}
