/** A value as a server holds it. */
export interface Encoded {
  readonly value: Uint8Array
  /** What the bytes are, for whoever reads them: an unsigned integer of 32 bits, stored beside them. */
  readonly flags: number
}

/**
 * Turns values into bytes and back, synchronously. For implementers:
 *
 * - What `encode` takes, `decode` gives back; what it cannot give back, `encode` refuses.
 * - `decode` meets whatever any program has stored under the key. It throws on what is not its own, and neither crashes
 *   nor trusts it.
 * - All 32 bits of the flags are the codec's. What the client keeps beside a value it keeps apart: `decode` is given the flags that
 *   `encode` gave. Bits that other programs read are named in `Flag`.
 * - Neither changes what it is passed. Either may return the very bytes that it was passed.
 */
export interface Codec {
  /** @throws {CodecError} when the value cannot be stored, with what to do about it */
  encode(value: unknown): Encoded
  /** @throws {CodecError} when the bytes and flags are not something that this codec can read */
  decode(value: Uint8Array, flags: number): unknown
}
