import { clock, isTransportError, type Milliseconds } from '@lmc/transport'
import type { Recovery } from './failure.ts'

/** A server that answers and fails by turns has recovered only after this time without a failure. */
const QUIET: Milliseconds = 1000

/** A server that has failed and not recovered. */
interface Outage {
  readonly since: Milliseconds
  failures: number
  lastAt: Milliseconds
}

/** Knows which servers have failed, since when, and when they answered again. */
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

  /**
   * Counts a failure. Returns whether it begins or continues an outage. `undefined`: it belongs to no outage.
   */
  failed(error: Error): 'begins' | 'goes on' | undefined {
    if (!isTransportError(error) || !isOfServer(error.code)) return undefined
    const server = error.server ?? ''
    const now = clock.now()
    const outage = this.#outages.get(server)
    if (outage === undefined) {
      this.#outages.set(server, { since: now, failures: 1, lastAt: now })
      return 'begins'
    }
    outage.failures++
    outage.lastAt = now
    return 'goes on'
  }

  /**
   * Counts an answer of a server. It also ends the outages of servers that are gone, for example after a
   * discovery.
   *
   * @param servers the present servers.
   */
  answered(server: string, servers: readonly string[]): void {
    const now = clock.now()
    for (const [name, outage] of this.#outages) {
      if (name !== server && servers.includes(name)) continue
      if (now - outage.lastAt < QUIET) continue
      this.#outages.delete(name)
      this.#onRecovery({ server: name, failures: outage.failures, duration: now - outage.since })
    }
  }
}

/** Whether the server has failed, and not only one value, such as a value that is too large. */
function isOfServer(code: string): boolean {
  return code === 'connection' || code === 'timeout' || code === 'protocol'
}
