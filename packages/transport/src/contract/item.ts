/** What a server holds under a memcached key: bytes and flags. */
export interface Item {
  /** The bytes; they may be empty. They belong to the receiver: no transport changes them afterwards. */
  readonly value: Uint8Array
  /** An unsigned 32-bit number that travels with the bytes; 0 when nothing was said. */
  readonly flags: number
}

/**
 * Names one version of an item. Opaque text: compare it with nothing, hand it to `compareAndSet` of a
 * transport to the same servers.
 */
export type Cas = string

/** An item and the version it was read at. */
export interface CasItem extends Item {
  readonly cas: Cas
}
