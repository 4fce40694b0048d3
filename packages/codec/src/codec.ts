/** A value as a server holds it. */
export interface Encoded {
  readonly value: Uint8Array
  /** What the bytes are: an unsigned integer of 32 bits, stored beside the bytes. */
  readonly flags: number
}

/**
 * Turns values into bytes and back, synchronously. For implementers:
 *
 * - `decode` returns what `encode` was given. `encode` throws for a value that `decode` could not return.
 * - `decode` may get bytes of any program. It throws for bytes that it cannot read, and trusts no bytes.
 * - All 32 bits of the flags belong to the codec: `decode` gets the flags that `encode` returned. The client
 *   keeps its own data apart. `Flag` names the bits that other programs read.
 * - `encode` and `decode` do not change their arguments. They may return the same bytes, not a copy.
 */
export interface Codec extends Decoder {
  /** @throws {CodecError} when the value cannot be stored, with what to do about it */
  encode(value: unknown): Encoded
}

/** Reads values and stores none, for `firstThat`: such as the values of another client. */
export interface Decoder {
  /**
   * Returns the value, or `undefined` for a value that has expired by its own format, which is a miss.
   *
   * @throws {CodecError} when the decoder cannot read the bytes and flags
   */
  decode(value: Uint8Array, flags: number): unknown
}
