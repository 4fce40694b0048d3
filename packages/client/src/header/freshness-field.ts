import type { Seconds } from '@lmc/transport'

/** 48 bits hold moments until the year 10,889. */
const MOMENT_BYTES = 6

/** The latest moment that a header can hold. */
const LATEST_MOMENT = 2 ** (8 * MOMENT_BYTES) - 1

const STALE_FOR_BYTES = 4

/** The longest time that a header can hold. */
const LONGEST_STALE: Seconds = 2 ** (8 * STALE_FOR_BYTES) - 1

/** Moments are milliseconds since 1970, by the clock of the machine that stored the value. */
export interface Freshness {
  /** From then on the value is stale. */
  readonly freshUntil: number
  /** From then on one process may reload the value. The same as `freshUntil` without `refreshAhead`. */
  readonly refreshAt: number
  /** How long the stale value stays. */
  readonly staleFor: Seconds
}

export const FRESHNESS_BYTES: number = 2 * MOMENT_BYTES + STALE_FOR_BYTES

/** Writes the field at an offset. */
export function writeFreshness(
  { freshUntil, refreshAt, staleFor }: Freshness,
  bytes: Uint8Array,
  at: number,
): void {
  const buffer = bufferOf(bytes)
  buffer.writeUIntBE(Math.min(freshUntil, LATEST_MOMENT), at, MOMENT_BYTES)
  buffer.writeUIntBE(Math.min(refreshAt, LATEST_MOMENT), at + MOMENT_BYTES, MOMENT_BYTES)
  buffer.writeUInt32BE(Math.min(staleFor, LONGEST_STALE), at + 2 * MOMENT_BYTES)
}

/** Reads the field at an offset. `undefined`: the bytes end too early. */
export function readFreshness(bytes: Uint8Array, at: number): Freshness | undefined {
  if (at + FRESHNESS_BYTES > bytes.length) return undefined
  const buffer = bufferOf(bytes)
  const freshUntil = buffer.readUIntBE(at, MOMENT_BYTES)
  const refreshAt = buffer.readUIntBE(at + MOMENT_BYTES, MOMENT_BYTES)
  return { freshUntil, refreshAt, staleFor: buffer.readUInt32BE(at + 2 * MOMENT_BYTES) }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
