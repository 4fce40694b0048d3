import { isError } from './is-error.ts'
import type { Item } from './contract/item.ts'

/**
 * Why a call failed:
 *
 * - `connection`: the server cannot be reached, or the connection broke before the reply was complete.
 *   Whether the server carried the command out is unknown, unless it could not be reached.
 * - `timeout`: no reply in time. Whether the server carried, or will yet carry, the command out is unknown.
 * - `protocol`: the reply makes no sense. The connection it came by is gone.
 * - `server`: the server answered with an error.
 * - `value-too-large`: the value is above the server's item limit, 1 MiB unless it was started otherwise.
 * - `overloaded`: too much is in flight already; nothing was sent.
 * - `closed`: the transport was closed; nothing was sent, or what was in flight was given up.
 */
export type TransportErrorCode =
  | 'connection'
  | 'timeout'
  | 'protocol'
  | 'server'
  | 'value-too-large'
  | 'overloaded'
  | 'closed'

export interface TransportErrorOptions {
  /** The server's name as in `Transport.servers`; absent when the failure is no single server's. */
  readonly server?: string | undefined
  /** The method of the transport that failed, as in the contract: `get`, `compareAndSet` … */
  readonly command?: string | undefined
  /** The foreign error behind this one. */
  readonly cause?: unknown
  /** What the other servers gave to a `getMany` or `hasMany`. */
  readonly partial?: ReadonlyMap<string, Item> | ReadonlySet<string> | undefined
}

/**
 * What every transport rejects with when a server or the network fails. It never holds a value or a
 * credential.
 */
export class TransportError extends Error {
  readonly code: TransportErrorCode
  /** The server's name, or `undefined` when the failure is no single server's. */
  readonly server: string | undefined
  /** The method that failed, or `undefined` when it happened outside of a call. */
  readonly command: string | undefined
  // Private, so that nothing which prints or copies an error shows values.
  readonly #partial: ReadonlyMap<string, Item> | ReadonlySet<string> | undefined

  static {
    this.prototype.name = 'TransportError'
  }

  constructor(code: TransportErrorCode, message: string, options: TransportErrorOptions = {}) {
    const { server, command, cause, partial } = options
    const where = [command, server && `on ${server}`].filter(Boolean).join(' ')
    super(where ? `${where}: ${message}` : message, cause === undefined ? {} : { cause })
    this.code = code
    this.server = server
    this.command = command
    this.#partial = partial
  }

  /**
   * What the other servers gave to a `getMany` or `hasMany`; `undefined` for all other methods. It is no own
   * property.
   */
  get partial(): ReadonlyMap<string, Item> | ReadonlySet<string> | undefined {
    return this.#partial
  }
}

/**
 * Whether an error is a `TransportError`, also of another copy of this package. A transport and the cache
 * above it may have a copy each.
 */
export function isTransportError(error: unknown): error is TransportError {
  return (
    error instanceof TransportError || (isError(error) && error.name === 'TransportError' && 'code' in error)
  )
}
