import type { CacheKey } from '@lmc/keys'
import type { Item } from '@lmc/transport'
import type { Flight, FlightKind } from './flights/flight.ts'
import type { Look } from './look.ts'

/** What a call has seen of a key. */
export interface Sight {
  readonly key: CacheKey
  readonly memcachedKey: string
  /** How the value is loaded where there is none. */
  readonly kind: FlightKind
  /** What the key holds. */
  readonly look: Look
  /** The item behind that; absent: there was none, or nobody has looked. */
  readonly item?: Item | undefined
  /** The load of the key that had begun before the call. */
  readonly begun?: Flight | undefined
}
