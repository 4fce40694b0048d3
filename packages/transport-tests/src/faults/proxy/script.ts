import type { Milliseconds } from '@lmc/transport'

/**
 * One act on the bytes of one direction of a connection. The steps of a list follow each other. `bytes` is
 * the number of bytes of the step. Absent: all bytes that follow, so no further step is played.
 */
export type Step =
  /** The bytes pass as they come. */
  | { readonly do: 'pass'; readonly bytes?: number }
  /** The bytes are dropped. */
  | { readonly do: 'drop'; readonly bytes?: number }
  /** In each byte the bits of `mask`, 1 to 255, are inverted. */
  | { readonly do: 'flip'; readonly mask: number; readonly bytes?: number }
  /**
   * The bytes pass in parts of at most `into`. Each part has its own turn of the event loop, or passes
   * `every` so many milliseconds.
   */
  | { readonly do: 'chop'; readonly into: number; readonly every?: Milliseconds; readonly bytes?: number }
  /** The bytes pass in parts of `into`, or of fewer when no more come for a few milliseconds. */
  | { readonly do: 'glue'; readonly into: number; readonly bytes?: number }
  /** The bytes pass in order, each part as it came. `seed` decides how late, within this range. */
  | { readonly do: 'delay'; readonly from: Milliseconds; readonly to: Milliseconds; readonly seed: number }
  /**
   * The bytes pass. About one in `every` bytes is changed, dropped, or gets another byte before it. `seed`
   * decides which. Two damages are at least half of `every` apart.
   */
  | { readonly do: 'damage'; readonly every: number; readonly seed: number }
  /** The bytes pass, and then `times` more. `Infinity`: until the receiver is gone. Absent: once more. */
  | { readonly do: 'repeat'; readonly bytes: number; readonly times?: number }
  /** Keeps `bytes` bytes, lets the next `with` bytes pass, and then the kept ones. */
  | { readonly do: 'swap'; readonly bytes: number; readonly with: number }
  /** Inserts `text` at once, each character as one byte. */
  | { readonly do: 'insert'; readonly text: string }
  /**
   * Keeps all bytes until the time has passed, and then gives them to the next step. A new script gets the
   * kept bytes.
   */
  | { readonly do: 'hold'; readonly for?: Milliseconds }
  /** Like `hold`, but the proxy does not read, so the buffers of the sender fill. */
  | { readonly do: 'stall'; readonly for?: Milliseconds }
  /** Ends this direction (FIN). The other direction stays open. */
  | { readonly do: 'halfClose' }
  /** Closes the connection politely (FIN). Bytes that the receiver still sends are answered with RST. */
  | { readonly do: 'close' }
  /** Resets the connection (RST). */
  | { readonly do: 'reset' }

/**
 * What a proxy does to connections. A script is data, so it can be printed and played again. The empty script
 * lets everything pass.
 */
export interface Script {
  /** Whether the port refuses connections. Open connections stay. Absent: no. */
  readonly refuse?: boolean
  /** The steps on the way to the server. Absent: everything passes. */
  readonly requests?: readonly Step[]
  /** The steps on the way back. Absent: everything passes. */
  readonly replies?: readonly Step[]
  /**
   * The steps for later connections. `requests` and `replies` are then only for the connections that are open
   * when the script begins, or for the first connection when none is. Absent: the same steps for all.
   */
  readonly later?: Pick<Script, 'requests' | 'replies'>
}
