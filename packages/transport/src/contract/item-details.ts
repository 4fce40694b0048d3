import type { Seconds } from '../units.ts'

/** How long an item lives, and when it was used. Not of the contract: some protocols do not tell. */
interface ItemUse {
  /** How much longer it lives, rounded up; 0 is for ever. */
  readonly lifetimeLeft: Seconds
  /**
   * How long ago it was last used, in whole seconds. memcached notes only some of the reads, the second one
   * and those after a long pause. So the last read may be later.
   */
  readonly idle: Seconds
  /** Whether it has been read or touched since it was stored. */
  readonly wasRead: boolean
}

/** One item, as `inspect` of a transport describes it. */
export interface ItemDetails extends ItemUse {
  /** The flags beside its value. */
  readonly flags: number
  /** The length of its value, in bytes. */
  readonly valueSize: number
}

/** One item, as `dumpItems` of a transport describes it. */
export interface DumpedItem extends ItemUse {
  /** Its memcached key. */
  readonly key: string
  /** The server that holds it, one of `servers`. */
  readonly server: string
  /** The bytes that it takes on its server: key, value, and the server's header of 50 to 60 bytes. */
  readonly itemSize: number
}
