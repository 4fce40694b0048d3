import type { Transport } from '../contract/transport.ts'

/**
 * The name of the tracing channel for commands. `MetaTransport` and `MemjsTransport` publish a `CommandTrace`
 * on it for each command or batch to one server.
 */
export const COMMAND_CHANNEL = 'lmc:command'

/** A method of a transport that sends something. */
export type CommandName = Exclude<keyof Transport, 'close' | 'serverOf' | 'servers'> | 'inspect'

/**
 * What the tracing channel `lmc:command` tells of a command, or of a batch to one server. The counts are
 * complete in `asyncEnd`. Values are never in it.
 */
export interface CommandTrace {
  /** The method of the transport. */
  readonly operation: CommandName
  /** The server's name, one of `servers` of the transport. */
  readonly server: string
  /** The host of the server as it was configured, or the path of its unix socket. */
  readonly address: string
  /** The port of the server; `undefined` for a unix socket. */
  readonly port: number | undefined
  /** How many keys this server was asked for; 0 for `flush` and `statistics`. */
  readonly keys: number
  /** The memcached keys, only when the transport has `traceKeys: true`. */
  readonly memcachedKeys: readonly string[] | undefined
  /**
   * How many of the keys were found; only of `get`, `gets`, `getMany`, `hasMany` and `inspect` that succeed.
   */
  readonly hits: number
  /** How many of the keys were not found; likewise. */
  readonly misses: number
  /** How many bytes of commands and values were written; 0 when nothing was sent. */
  readonly bytesOut: number
  /** How many bytes of replies were read until the end of the command. */
  readonly bytesIn: number
  /** Why it failed. */
  readonly error: Error | undefined
}
