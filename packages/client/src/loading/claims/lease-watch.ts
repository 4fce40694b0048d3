import { clock, type Milliseconds } from '@lmc/transport'
import type { Lease } from '../../header/lease-field.ts'

/** Who has waited for so many leases in turn waits for no other. */
const MOST_LEASES = 3

/**
 * - `wait`: for whoever holds the lease
 * - `takeOver`: its holder is gone, or stores nothing
 * - `loadAlone`: whom this waited for stores nothing, and others are already at it. Nobody waits for one
 *   process after the other.
 */
export type Advice = 'wait' | 'takeOver' | 'loadAlone'

/**
 * What one who waits for another process makes of the leases that it sees. It measures by its own clock, from
 * when it first sees a lease. So clocks of other machines do not matter.
 */
export class LeaseWatch {
  #startedAt: Milliseconds | undefined
  #token = ''
  #tokenSeenAt: Milliseconds = 0
  #failures = 0

  /** What to do about a lease that is there now. */
  see({ token, duration, isGivenUp, failures }: Lease): Advice {
    const now = clock.now()
    if (this.#startedAt === undefined) {
      this.#startedAt = now
      this.#failures = failures
    }
    if (failures !== this.#failures) return 'loadAlone'
    if (isGivenUp) return 'takeOver'
    const text = Buffer.from(token).toString('hex')
    if (text !== this.#token) {
      this.#token = text
      this.#tokenSeenAt = now
    }
    if (now - this.#tokenSeenAt >= duration * 1000) return 'takeOver'
    return now - this.#startedAt >= MOST_LEASES * duration * 1000 ? 'loadAlone' : 'wait'
  }
}
