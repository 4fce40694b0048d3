import type { CacheKey } from '@lmc/keys'
import type { Item } from '@lmc/transport'
import type { Flight, FlightKind } from './flights/flight.ts'
import type { Look } from './look.ts'

/** A key, and what a call has seen there. */
export interface Sight {
  readonly key: CacheKey
  readonly memcachedKey: string
  /** How a missing value is loaded. */
  readonly kind: FlightKind
  /** What the key holds. */
  readonly look: Look
  /** The item behind `look`. Absent: there was none, or the call has not looked. */
  readonly item?: Item | undefined
  /** The load of the key that was running when the call began. */
  readonly begun?: Flight | undefined
}
