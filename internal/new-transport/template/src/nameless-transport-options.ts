import { assertOptions, type Milliseconds, type OptionNames } from '@lmc/transport'

const OPTIONS: OptionNames = {
  of: 'NamelessTransport',
  known: ['servers', 'timeout', 'connectTimeout'],
  example: "{ servers: ['127.0.0.1:11211'] }",
}

/** Where the servers are, and how long they may take. */
export interface NamelessTransportOptions {
  /** `host:port` of each server. Absent: `['127.0.0.1:11211']`. */
  readonly servers?: readonly string[] | undefined
  /** How long a call may take. Absent: 1000. */
  readonly timeout?: Milliseconds | undefined
  /** How long connecting may take. Absent: 1000. */
  readonly connectTimeout?: Milliseconds | undefined
}

/**
 * Returns the options with their defaults.
 *
 * @throws {TypeError} when an option is unknown.
 * @throws {RangeError} when there is no server.
 */
export function readOptions(options: NamelessTransportOptions): {
  readonly servers: readonly string[]
  readonly timeout: Milliseconds
  readonly connectTimeout: Milliseconds
} {
  assertOptions(options, OPTIONS)
  const { servers = ['127.0.0.1:11211'], timeout = 1000, connectTimeout = 1000 } = options
  if (servers.length === 0) throw new RangeError('servers is empty; expected at least one')
  return { servers: Object.freeze([...servers]), timeout, connectTimeout }
}
