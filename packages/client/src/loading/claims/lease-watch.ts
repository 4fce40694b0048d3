import { clock, type Milliseconds } from '@lmc/transport'
import { toHex } from '../../header/hex.ts'
import type { Lease } from '../../header/lease-field.ts'

/** After so many leases in a row a process waits no more. */
const MOST_LEASES = 3

/**
 * - `wait`: wait for the holder of the lease
 * - `takeOver`: take the lease, since its holder is gone or has given up
 * - `loadAlone`: load without a lease. The holder has given up, and another process has taken over already.
 *   No process waits for one holder after the other.
 */
export type Advice = 'wait' | 'takeOver' | 'loadAlone'

/**
 * Judges the leases that a waiting process sees. It measures each lease by its own clock, from when it first
 * sees the lease. So the clocks of other machines do not matter.
 */
export class LeaseWatch {
  #startedAt: Milliseconds | undefined
  #token = ''
  #tokenSeenAt: Milliseconds = 0
  #failures = 0

  /** What to do about the lease that the key holds now. */
  see({ token, duration, isGivenUp, failures }: Lease): Advice {
    const now = clock.now()
    if (this.#startedAt === undefined) {
      this.#startedAt = now
      this.#failures = failures
    }
    if (failures !== this.#failures) return 'loadAlone'
    if (isGivenUp) return 'takeOver'
    const text = toHex(token)
    if (text !== this.#token) {
      this.#token = text
      this.#tokenSeenAt = now
    }
    if (now - this.#tokenSeenAt >= duration * 1000) return 'takeOver'
    return now - this.#startedAt >= MOST_LEASES * duration * 1000 ? 'loadAlone' : 'wait'
  }
}
