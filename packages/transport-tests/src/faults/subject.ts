import type { Milliseconds, Transport } from '@lmc/transport'

/** The options for opening a transport. */
export interface OpenOptions {
  /** Each is `127.0.0.1:<port>`. */
  readonly servers: readonly string[]
  /** How long a call may take. */
  readonly timeout: Milliseconds
  /** How long connecting may take. */
  readonly connectTimeout: Milliseconds
}

/** A memcached of a test. */
export interface RunningServer {
  /** Its port on 127.0.0.1. */
  readonly port: number
  /** Kills the server, and resolves when the process is gone. */
  stop(): Promise<void>
}

/**
 * A means that a protocol or a transport does not have. A clause that needs this means excuses its lack, and
 * nothing else. Where the lack always shows, the clause fails when it does not show.
 *
 * - `unchecked framing`: bytes that change on the way can turn one reply into another.
 * - `unnumbered replies`: a reply that is lost, doubled or out of order gives its bytes to another call. The
 *   classic text protocol has this lack.
 * - `single server`: the transport uses one server, the first of the list.
 * - `unnamed servers`: servers are addresses. The transport looks up no names, or not with `dns.lookup`.
 */
export type Lack = 'unchecked framing' | 'unnumbered replies' | 'single server' | 'unnamed servers'

/** What the author of a transport hands to the suite. */
export interface FaultSubject {
  /** Opens a new transport. */
  readonly open: (options: OpenOptions) => Transport | Promise<Transport>
  /**
   * Starts an empty memcached on this port of 127.0.0.1, or on a free one. Resolves when it accepts
   * connections. `args` are added to its command line: some clauses need a server that refuses a command or
   * takes larger values.
   */
  readonly startServer: (port?: number, args?: readonly string[]) => Promise<RunningServer>
  /**
   * An ES module in JavaScript that exports `open`, for clauses that watch a process from its start to its
   * end.
   */
  readonly program: URL
  /** The means that the protocol lacks. Absent: none. */
  readonly lacks?: readonly Lack[]
  /** The most connections to one server that the transport opens. Absent: 1. */
  readonly connectionsPerServer?: number
}

/** How long and how often a clause tries its fault. */
export interface Effort {
  /** How often a measurement is repeated. */
  readonly rounds: number
  /** How long the load lasts. */
  readonly load: Milliseconds
}
