import type { TextConnection } from './text-connection.ts'

/**
 * The pause after the second connection in a row that the server accepted and dropped, in milliseconds. Each
 * further pause is twice as long, up to the longest.
 */
const FIRST_PAUSE = 20
const LONGEST_PAUSE = 160

interface Pause {
  readonly length: number
  readonly until: number
  readonly why: string
}

/** The servers that accept connections and drop them. The transport leaves each alone for a while. */
export class Pauses {
  readonly #pauses = new Map<string, Pause>()

  noteLoss(server: string, { isAccepted, hasAnswered, lostBy }: TextConnection): void {
    const before = this.#pauses.get(server)
    if (!isAccepted || hasAnswered) return void this.#pauses.delete(server)
    const length = before ? Math.min(Math.max(2 * before.length, FIRST_PAUSE), LONGEST_PAUSE) : 0
    this.#pauses.set(server, { length, until: performance.now() + length, why: lostBy })
  }

  /** Why a server is left alone now. `undefined`: it is not. */
  reason(server: string): string | undefined {
    const pause = this.#pauses.get(server)
    return pause && performance.now() < pause.until ? `${pause.why}; the next try is due soon` : undefined
  }
}
