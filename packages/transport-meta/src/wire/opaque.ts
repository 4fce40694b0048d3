/**
 * How many opaques there are. The commands of a connection are numbered in the order in which they are sent,
 * modulo this. Fewer than so many are ever in flight, so an opaque names one command among all that a reply
 * could be meant for.
 */
export const OPAQUES: number = 2 ** 24

/**
 * The length of an opaque on the wire: four characters of six bits, `0` to `o`, all of them printable and
 * none a space.
 */
export const OPAQUE_LENGTH = 4

/** Writes a command's number at `at`. */
export function writeOpaque(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = 48 + ((number >>> 18) & 63)
  bytes[at + 1] = 48 + ((number >>> 12) & 63)
  bytes[at + 2] = 48 + ((number >>> 6) & 63)
  bytes[at + 3] = 48 + (number & 63)
}

/**
 * Reads a command's number, modulo `OPAQUES`, at `at`; -1 when some of the characters are none of an
 * opaque's.
 */
export function readOpaque(bytes: Uint8Array, at: number): number {
  const first = (bytes[at] as number) - 48
  const second = (bytes[at + 1] as number) - 48
  const third = (bytes[at + 2] as number) - 48
  const fourth = (bytes[at + 3] as number) - 48
  const isOpaque = ((first | second | third | fourth) & ~63) === 0
  return isOpaque ? (first << 18) | (second << 12) | (third << 6) | fourth : -1
}

/** A command's number as it stands on the wire. */
export function opaqueText(number: number): string {
  const characters = new Uint8Array(OPAQUE_LENGTH)
  writeOpaque(characters, 0, number)
  return String.fromCharCode(...characters)
}
