import { type CommandName, isCommandTraced, traceCommand, type Traffic } from '@lmc/transport'
import type { ServerLink } from '../server-link.ts'

/** What is sent, for the tracing channel. */
export interface Command {
  readonly operation: CommandName
  readonly link: ServerLink
  /** Empty for a command that is about no keys. */
  readonly keys: readonly string[]
  readonly traceKeys: boolean
  /** How many of the keys a batch has found. */
  readonly countHits?: () => number
}

/** Sends a command or a batch to one server. It is traced while anybody listens to that. */
export function traced<T>(command: Command, send: (traffic?: Traffic) => Promise<T>): Promise<T> {
  if (!isCommandTraced()) return send()
  const { link, ...what } = command
  const { name: server, host: address, port } = link.address
  return traceCommand({ ...what, server, address, port }, send)
}
