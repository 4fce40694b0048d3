import type { Lease } from '../../header/lease-field.ts'
import type { Version } from './version.ts'

/** The right to store a loaded value. Meanwhile it keeps other processes from loading. */
export interface Claim {
  /**
   * What the loaded value replaces. `undefined`: nothing may be stored, since this process cannot know what
   * happens to the key meanwhile.
   */
  readonly version: Version | undefined
  /** The lease in the value's place, which others wait for. It may not have arrived. */
  readonly lease?: { readonly lease: Lease; readonly version: Version } | undefined
  /** The permit to reload the value that the key holds. */
  readonly permit?: Permit | undefined
  /** The value that the key holds. */
  readonly stale?: unknown
}

export interface Permit {
  readonly memcachedKey: string
  /** When memcached may have dropped the permit, by the monotonic clock of this process. */
  readonly endsAt: number
}

/** The claim of a load that stores nothing. */
export const NO_CLAIM: Claim = { version: undefined }
