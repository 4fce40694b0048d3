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
  const view = viewOf(bytes)
  writeMoment(freshUntil, view, at)
  writeMoment(refreshAt, view, at + MOMENT_BYTES)
  view.setUint32(at + 2 * MOMENT_BYTES, Math.min(staleFor, LONGEST_STALE))
}

/** Reads the field at an offset. `undefined`: the bytes end too early. */
export function readFreshness(bytes: Uint8Array, at: number): Freshness | undefined {
  if (at + FRESHNESS_BYTES > bytes.length) return undefined
  const view = viewOf(bytes)
  const freshUntil = readMoment(view, at)
  const refreshAt = readMoment(view, at + MOMENT_BYTES)
  return { freshUntil, refreshAt, staleFor: view.getUint32(at + 2 * MOMENT_BYTES) }
}

/** The upper 16 bits stand before the lower 32. */
function writeMoment(moment: number, view: DataView, at: number): void {
  const least = Math.min(moment, LATEST_MOMENT)
  view.setUint16(at, Math.floor(least / 2 ** 32))
  view.setUint32(at + 2, least % 2 ** 32)
}

function readMoment(view: DataView, at: number): number {
  return view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2)
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
