import { clock, isTransportError, type Milliseconds } from '@lmc/transport'
import type { Recovery } from './failure.ts'

/** A server that fails now and then while it answers has not recovered before it has been well for so long. */
const QUIET: Milliseconds = 1000

/** A server that has failed and not recovered. */
interface Outage {
  readonly since: Milliseconds
  failures: number
  lastAt: Milliseconds
}

/** Knows which servers have failed, since when, and when they answer again. */
export class Outages {
  readonly #onRecovery: (recovery: Recovery) => void
  readonly #outages = new Map<string, Outage>()

  constructor(onRecovery: (recovery: Recovery) => void) {
    this.#onRecovery = onRecovery
  }

  /** How many servers have failed and not recovered. */
  get size(): number {
    return this.#outages.size
  }

  /** Counts a failure. Returns whether an outage begins by it. */
  failed(error: Error): boolean {
    if (!isTransportError(error) || !isOfServer(error.code)) return false
    const server = error.server ?? ''
    const now = clock.now()
    const outage = this.#outages.get(server)
    if (outage === undefined) {
      this.#outages.set(server, { since: now, failures: 1, lastAt: now })
      return true
    }
    outage.failures++
    outage.lastAt = now
    return false
  }

  /** Counts an answer of a server. */
  answered(server: string): void {
    const outage = this.#outages.get(server)
    const now = clock.now()
    if (outage === undefined || now - outage.lastAt < QUIET) return
    this.#outages.delete(server)
    this.#onRecovery({ server, failures: outage.failures, duration: now - outage.since })
  }
}

/** Whether a server is away, and not only a value too large, say. */
function isOfServer(code: string): boolean {
  return code === 'connection' || code === 'timeout' || code === 'protocol'
}
