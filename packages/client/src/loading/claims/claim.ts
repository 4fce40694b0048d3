import type { Lease } from '../../header/lease-field.ts'
import type { Version } from './version.ts'

/** The right to store what is loaded, and what keeps others from loading meanwhile. */
export interface Claim {
  /**
   * What the value takes the place of; `undefined`: nothing may be stored, for it is not known what becomes
   * of the key meanwhile.
   */
  readonly version: Version | undefined
  /** The lease that stands in the value's place, or may stand there, and that others wait for. */
  readonly lease?: { readonly lease: Lease; readonly version: Version } | undefined
  /** The permit to renew a value. */
  readonly permit?: Permit | undefined
  /** The value that is there. */
  readonly stale?: unknown
}

export interface Permit {
  readonly memcachedKey: string
  /** When memcached may have dropped it, by the clock of this process that never goes back. */
  readonly endsAt: number
}

/** That of a load by which nothing is stored. */
export const NO_CLAIM: Claim = { version: undefined }
