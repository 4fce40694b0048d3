import type { Milliseconds } from '@lmc/transport'
import { type ServerAddress, toServerAddress } from './server-address.ts'

/** What `new MemjsTransport` takes; nothing else is looked at, no environment variable either. */
export interface MemjsTransportOptions {
  /** `host:port` each, an IPv6 address in brackets; without a port it is 11211. Absent: `['127.0.0.1:11211']`. */
  readonly servers?: readonly string[] | undefined
  /** How long a call may take, the time to connect included; above 0. Absent: 1000. */
  readonly timeout?: Milliseconds | undefined
  /** How long it may take to connect and to authenticate; above 0. Absent: 500. */
  readonly connectTimeout?: Milliseconds | undefined
  /** For SASL PLAIN, together with `password`; the same for all servers. Absent: no authentication. */
  readonly username?: string | undefined
  /** It goes over the wire as it is: the protocol has no encryption. */
  readonly password?: string | undefined
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** The options with all defaults applied. */
export interface MemjsTransportSettings {
  readonly servers: readonly ServerAddress[]
  readonly timeout: Milliseconds
  readonly connectTimeout: Milliseconds
  readonly credentials: Credentials | undefined
}

/**
 * Reads the options and applies the defaults.
 *
 * @throws {TypeError} when an option is of the wrong type, the list of servers is empty or names one twice, or only one of
 * `username` and `password` is there.
 * @throws {RangeError} when a time-out is not above 0 or longer than a timer can run.
 */
export function toSettings(options: MemjsTransportOptions): MemjsTransportSettings {
  const { servers = ['127.0.0.1:11211'], timeout = 1000, connectTimeout = 500, username, password } = options
  return {
    servers: toServers(servers),
    timeout: toTimeout(timeout, 'timeout'),
    connectTimeout: toTimeout(connectTimeout, 'connectTimeout'),
    credentials: toCredentials(username, password),
  }
}

function toServers(servers: unknown): readonly ServerAddress[] {
  if (!Array.isArray(servers) || servers.length === 0) {
    throw new TypeError('Servers are no list, or an empty one; expected ["host:port", …]')
  }
  const addresses = servers.map(toServerAddress)
  const names = addresses.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`Server ${twice} is there twice`)
  return addresses
}

const LONGEST_TIMER: Milliseconds = 2 ** 31 - 1

function toTimeout(value: unknown, name: string): Milliseconds {
  if (typeof value !== 'number')
    throw new TypeError(`${name} is of type ${typeof value}; expected milliseconds`)
  if (value > 0 && value <= LONGEST_TIMER) return value
  throw new RangeError(`${name} is ${value}; expected milliseconds above 0, at most ${LONGEST_TIMER}`)
}

function toCredentials(username: unknown, password: unknown): Credentials | undefined {
  if (username === undefined && password === undefined) return undefined
  if (isText(username) && isText(password)) return { username, password }
  throw new TypeError('username and password go together; expected two strings that are not empty')
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
