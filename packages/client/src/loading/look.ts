import { clock } from '@lmc/transport'
import type { Freshness } from '../header/freshness-field.ts'
import type { Lease } from '../header/lease-field.ts'

/** What a key holds, seen by a call that may have to load. */
export interface Look {
  /** `undefined`: no value may be given. */
  readonly value: unknown
  /** Absent: the value is fresh until it expires. */
  readonly freshness?: Freshness | undefined
  /** The lease of the process that loads. Absent: nobody loads, or a dependency was invalidated since. */
  readonly lease?: Lease | undefined
}

export const NOTHING: Look = { value: undefined }

/** Whether there is a value, and it is stale. */
export function isStale({ value, freshness }: Look): boolean {
  return value !== undefined && freshness !== undefined && clock.date() >= freshness.freshUntil
}

/** Whether there is a value, stale or not, that should be reloaded now. */
export function isDue({ value, freshness }: Look): boolean {
  return value !== undefined && freshness !== undefined && clock.date() >= freshness.refreshAt
}
