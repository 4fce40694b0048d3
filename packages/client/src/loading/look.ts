import { clock } from '@lmc/transport'
import type { Freshness } from '../header/freshness-field.ts'
import type { Lease } from '../header/lease-field.ts'

/** What a key holds, for one who would load it. */
export interface Look {
  /** `undefined`: there is no value that may be given. */
  readonly value: unknown
  /** Absent: the value is fresh as long as it is there. */
  readonly freshness?: Freshness | undefined
  /**
   * The lease of whoever loads the value. Absent: nobody does, or what the load reads was invalidated since.
   */
  readonly lease?: Lease | undefined
}

export const NOTHING: Look = { value: undefined }

/** Whether a value is there, and is stale. */
export function isStale({ value, freshness }: Look): boolean {
  return value !== undefined && freshness !== undefined && clock.date() >= freshness.freshUntil
}

/** Whether a value is there, and is to be loaded anew by now, stale or not. */
export function isDue({ value, freshness }: Look): boolean {
  return value !== undefined && freshness !== undefined && clock.date() >= freshness.refreshAt
}
