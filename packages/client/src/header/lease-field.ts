import type { Seconds } from '@lmc/transport'

/** The length of a token, in bytes. */
export const TOKEN_BYTES = 8

/** The longest lease, in seconds. A planted lease that is longer does not count. */
export const LONGEST_LEASE: Seconds = 3600

const State = { held: 0, givenUp: 1 } as const

/** The right of one process to load a value. It stands in the value's place. */
export interface Lease {
  /** Random bytes, different for each lease. */
  readonly token: Uint8Array
  /** How long other processes wait for the holder: 1 to `LONGEST_LEASE`. */
  readonly duration: Seconds
  /** Whether the holder has given up: it stores nothing, and others go on at once. */
  readonly isGivenUp: boolean
  /** How many holders in a row have given up, this one included; modulo 256. */
  readonly failures: number
}

export const LEASE_BYTES: number = TOKEN_BYTES + 4

/** Writes the field at an offset. */
export function writeLease(
  { token, duration, isGivenUp, failures }: Lease,
  bytes: Uint8Array,
  at: number,
): void {
  bytes.set(token, at)
  bytes[at + TOKEN_BYTES] = duration >> 8
  bytes[at + TOKEN_BYTES + 1] = duration & 0xff
  bytes[at + TOKEN_BYTES + 2] = isGivenUp ? State.givenUp : State.held
  bytes[at + TOKEN_BYTES + 3] = failures & 0xff
}

/**
 * Reads the field at an offset. `undefined`: the bytes end too early, or no lease is written so. The token is
 * a view of `bytes`.
 */
export function readLease(bytes: Uint8Array, at: number): Lease | undefined {
  if (at + LEASE_BYTES > bytes.length) return undefined
  const [high = 0, low = 0, state = 0, failures = 0] = bytes.subarray(at + TOKEN_BYTES, at + LEASE_BYTES)
  const duration = high * 256 + low
  if (duration < 1 || duration > LONGEST_LEASE || state > State.givenUp) return undefined
  const token = bytes.subarray(at, at + TOKEN_BYTES)
  return { token, duration, isGivenUp: state === State.givenUp, failures }
}
