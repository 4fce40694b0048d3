import { Status } from './status.ts'

/** One reply, as far as it has been read. There is one per connection; it holds until the next is read. */
export interface Reply {
  readonly status: Status
  /** The line without its end, for `Status.text`; else empty. */
  readonly line: string
  /** The flags of the item, or -1 when the reply has none. */
  readonly flags: number
  /** The length of the value, once more, or -1 when the reply does not have it. */
  readonly size: number
  /** The version of the item, in decimal, or empty when the reply has none. */
  readonly cas: string
  /** How many seconds the item still lives, 0 when it lives for ever; -1 when the reply does not say. */
  readonly lifetimeLeft: number
  /** How many seconds ago the item was last used, or -1 when the reply does not say. */
  readonly idle: number
  /** 1 when the item has been read or touched, 0 when it has not, -1 when the reply does not say. */
  readonly wasRead: number
  /** The opaque, or -1 when the reply has none. */
  readonly opaque: number
  /** The value, the receiver's own; `undefined` when the reply has none or nobody waits for it. */
  readonly value: Uint8Array | undefined
  /** How many bytes it took on the wire, those of the value included. */
  readonly length: number
}

/** A reply while it is being read. */
export type MutableReply = { -readonly [K in keyof Reply]: Reply[K] }

export function createReply(): MutableReply {
  return {
    status: Status.text,
    line: '',
    flags: -1,
    size: -1,
    cas: '',
    lifetimeLeft: -1,
    idle: -1,
    wasRead: -1,
    opaque: -1,
    value: undefined,
    length: 0,
  }
}
