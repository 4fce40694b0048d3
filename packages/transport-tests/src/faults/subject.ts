import type { Milliseconds, Transport } from '@lmc/transport'

/** What a transport is opened with. */
export interface OpenOptions {
  /** `127.0.0.1:<port>` each. */
  readonly servers: readonly string[]
  /** How long a call may take. */
  readonly timeout: Milliseconds
  /** How long connecting may take. */
  readonly connectTimeout: Milliseconds
}

/** A memcached of a test. */
export interface RunningServer {
  /** The port of 127.0.0.1 that it listens on. */
  readonly port: number
  /** Kills it, and resolves when it is gone. */
  stop(): Promise<void>
}

/**
 * What a protocol, or a transport, has no means for. A clause that needs the means is then held to everything
 * but that, and the lack itself has to show.
 *
 * - `unchecked framing`: bytes that were changed on the way can turn one reply into another.
 * - `unnumbered replies`: a reply that is lost, or comes twice, or in the wrong order, gives its bytes to
 *   another call. So it is in the classic text protocol.
 * - `single server`: there is one server, the first that is given.
 * - `unnamed servers`: a server is given by its address; the name of a host is not looked up, or not by
 *   `dns.lookup`.
 */
export type Lack = 'unchecked framing' | 'unnumbered replies' | 'single server' | 'unnamed servers'

/** What the author of a transport hands to the suite. */
export interface FaultSubject {
  /** Gives a new transport. */
  readonly open: (options: OpenOptions) => Transport | Promise<Transport>
  /**
   * Starts an empty memcached on a free port of 127.0.0.1, or on this one, and resolves when it can be
   * connected to. `args` are further arguments of its command line: some clauses need a server that refuses a
   * command or takes larger values.
   */
  readonly startServer: (port?: number, args?: readonly string[]) => Promise<RunningServer>
  /**
   * An ES module in JavaScript that exports `open`, for the clauses that watch a process from its start to
   * its end.
   */
  readonly program: URL
  /** What the protocol has no means for; absent: nothing. */
  readonly lacks?: readonly Lack[]
  /** How many connections to one server the transport opens at most; absent: 1. */
  readonly connectionsPerServer?: number
}

/** How much of a fault a clause puts up with. */
export interface Effort {
  /** How often what is measured is repeated. */
  readonly rounds: number
  /** How long load goes on. */
  readonly load: Milliseconds
}
