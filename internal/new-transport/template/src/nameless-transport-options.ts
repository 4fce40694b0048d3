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
 * @throws {TypeError} when an option is unknown, or is no server or no time.
 * @throws {RangeError} when there is no server, or a time is not above 0.
 */
export function readOptions(options: NamelessTransportOptions): {
  readonly servers: readonly string[]
  readonly timeout: Milliseconds
  readonly connectTimeout: Milliseconds
} {
  assertOptions(options, OPTIONS)
  const { servers = ['127.0.0.1:11211'], timeout = 1000, connectTimeout = 1000 } = options
  if (!Array.isArray(servers)) throw new TypeError('servers is no array; expected host:port of each server')
  if (servers.length === 0) throw new RangeError('servers is empty; expected at least one')
  servers.forEach(assertServer)
  assertTime(timeout, 'timeout')
  assertTime(connectTimeout, 'connectTimeout')
  return { servers: Object.freeze([...servers]), timeout, connectTimeout }
}

const SERVER = /^(?:\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i

function assertServer(server: unknown): void {
  const port = typeof server === 'string' ? Number(SERVER.exec(server)?.[1]) : NaN
  if (port >= 1 && port <= 65_535) return
  // Does not show what was given: that may have a password.
  throw new TypeError('a server is not host:port, as in 10.0.0.1:11211')
}

function assertTime(value: unknown, name: string): void {
  if (typeof value !== 'number')
    throw new TypeError(`${name} is of type ${typeof value}; expected milliseconds`)
  if (!(value > 0 && value < 2 ** 31))
    throw new RangeError(`${name} is ${value}; expected milliseconds above 0`)
}
