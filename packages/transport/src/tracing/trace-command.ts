import { type CommandName, COMMAND_CHANNEL, type CommandTrace } from './command-trace.ts'
import { diagnostics } from './diagnostics.ts'
import { tracePromise } from './trace-promise.ts'

/** What is sent where. */
export interface TracedCommand {
  readonly operation: CommandName
  readonly server: string
  readonly address: string
  readonly port: number | undefined
  /** The memcached keys; empty for a command that is about none. */
  readonly keys: readonly string[]
  /** Whether subscribers are given the keys. */
  readonly traceKeys: boolean
  /** How many of the keys a batch has found, asked once it has succeeded; absent for all others. */
  readonly countHits?: () => number
}

/** Where a transport counts the bytes of a command. */
export interface Traffic {
  bytesOut: number
  bytesIn: number
}

const channel = diagnostics.tracingChannel<Trace>(COMMAND_CHANNEL)

/** These resolve to `undefined` for a key that holds nothing. */
const READS: ReadonlySet<CommandName> = new Set(['get', 'gets', 'inspect'])

/**
 * Returns whether anybody listens to `lmc:command`. A transport asks this first: a trace costs nothing else
 * then.
 */
export function isCommandTraced(): boolean {
  // There are runtimes that do not say, which then have `undefined`.
  return (channel.hasSubscribers as boolean | undefined) !== false
}

/**
 * Sends a command or a batch to one server, and publishes it on the channel `lmc:command`. Settles as `send`
 * does.
 *
 * @param send sends it, and adds the bytes that it writes and reads to `traffic`.
 */
export function traceCommand<T>(command: TracedCommand, send: (traffic: Traffic) => Promise<T>): Promise<T> {
  const trace = new Trace(command)
  return tracePromise(channel, trace, async () => {
    const answer = await send(trace)
    trace.count(command, answer)
    return answer
  })
}

class Trace implements CommandTrace, Traffic {
  readonly operation: CommandName
  readonly server: string
  readonly address: string
  readonly port: number | undefined
  readonly keys: number
  readonly memcachedKeys: readonly string[] | undefined
  hits = 0
  misses = 0
  bytesOut = 0
  bytesIn = 0
  error: Error | undefined = undefined

  constructor({ operation, server, address, port, keys, traceKeys }: TracedCommand) {
    this.operation = operation
    this.server = server
    this.address = address
    this.port = port
    this.keys = keys.length
    this.memcachedKeys = traceKeys ? keys : undefined
  }

  count({ operation, countHits }: TracedCommand, answer: unknown): void {
    if (countHits !== undefined) this.hits = countHits()
    else if (READS.has(operation)) this.hits = answer === undefined ? 0 : 1
    else return
    this.misses = this.keys - this.hits
  }
}
