import type { Milliseconds } from '@lmc/transport'

/**
 * One thing that happens to the bytes that flow one way of a connection, in the order of a list. `bytes` says
 * to how many of them; absent: to all that follow, so that no further step has its turn.
 */
export type Step =
  /** They pass as they come. */
  | { readonly do: 'pass'; readonly bytes?: number }
  /** They are swallowed. */
  | { readonly do: 'drop'; readonly bytes?: number }
  /** The bits of `mask`, 1 to 255, are inverted in each of them. */
  | { readonly do: 'flip'; readonly mask: number; readonly bytes?: number }
  /**
   * They pass at most `into` at a time, each part in a turn of the event loop of its own, or every so many
   * milliseconds.
   */
  | { readonly do: 'chop'; readonly into: number; readonly every?: Milliseconds; readonly bytes?: number }
  /** They pass `into` at a time, or fewer when nothing more has come for a few milliseconds. */
  | { readonly do: 'glue'; readonly into: number; readonly bytes?: number }
  /** They pass in their order, each part as it came, and late by a time of this range that `seed` decides. */
  | { readonly do: 'delay'; readonly from: Milliseconds; readonly to: Milliseconds; readonly seed: number }
  /**
   * They pass, but about one in `every` is changed, swallowed, or has one put before it; `seed` decides
   * which. No two of them are closer than half of `every`.
   */
  | { readonly do: 'damage'; readonly every: number; readonly seed: number }
  /** They pass, and then so many times more; `Infinity` is until the receiver is gone. Absent: once. */
  | { readonly do: 'repeat'; readonly bytes: number; readonly times?: number }
  /** So many are kept, so many pass before them, and then they. */
  | { readonly do: 'swap'; readonly bytes: number; readonly with: number }
  /** These are put in at once, each character of `text` as one byte. */
  | { readonly do: 'insert'; readonly text: string }
  /**
   * What comes is kept until the time has passed, or the next script begins; it then passes on to the next
   * step.
   */
  | { readonly do: 'hold'; readonly for?: Milliseconds }
  /** As `hold`, but nothing is read either, so that the sender's own buffers fill. */
  | { readonly do: 'stall'; readonly for?: Milliseconds }
  /** The receiver is told that nothing more comes (FIN), and nothing does; the other way stays open. */
  | { readonly do: 'halfClose' }
  /** The connection is closed politely (FIN); what the receiver still sends is answered with RST. */
  | { readonly do: 'close' }
  /** The connection is broken off (RST). */
  | { readonly do: 'reset' }

/**
 * What becomes of connections: data, so that it can be printed, and played again. The empty script lets
 * everything pass.
 */
export interface Script {
  /** Whether nobody listens on the port; connections that there are stay. Absent: no. */
  readonly refuse?: boolean
  /** What happens on the way to the server. */
  readonly requests?: readonly Step[]
  /** What happens on the way back. */
  readonly replies?: readonly Step[]
  /**
   * What later connections get, when this is only for those that are open as the script begins, or for the
   * first one when none is. Absent: the same.
   */
  readonly later?: Pick<Script, 'requests' | 'replies'>
}
