import { assertOptions, type Milliseconds, type OptionNames } from '@lmc/transport'
import { type ServerAddress, toServerAddress } from './server-address.ts'

/** What `new MemjsTransport` takes. No environment variable is read. */
export interface MemjsTransportOptions {
  /**
   * `host:port` each, an IPv6 address in brackets; without a port it is 11211. At least one. Absent:
   * `['127.0.0.1:11211']`.
   */
  readonly servers?: readonly string[] | undefined
  /** How long a call may take, in milliseconds above 0, the time to connect included. Absent: 1000. */
  readonly timeout?: Milliseconds | undefined
  /**
   * How long each address of a server may take to connect, to authenticate and to answer. The look-up of the
   * server's name may take as long. In milliseconds above 0. Absent: 500.
   */
  readonly connectTimeout?: Milliseconds | undefined
  /**
   * The longest value, in bytes, that is taken from a server; 1 to 2^30. A longer one costs the connection.
   * Absent: 128 MiB.
   */
  readonly itemLimit?: number | undefined
  /** Whether the tracing channel `lmc:command` has the memcached keys. Absent: `false`. */
  readonly traceKeys?: boolean | undefined
  /**
   * For SASL PLAIN, together with `password`; the same for all servers. Absent: no authentication.
   *
   * A function is asked for each connection, within `connectTimeout`. When it throws, rejects or gives
   * something else than a string, calls reject with `connection`, and what it threw is the cause.
   */
  readonly username?: Secret | undefined
  /** The password goes over the wire as it is: the protocol has no encryption. */
  readonly password?: Secret | undefined
}

/** A text, or what is asked for it when a connection is made. */
export type Secret = string | (() => string | Promise<string>)

/** The credentials, of which either may be asked for. */
export interface CredentialsSource {
  readonly username: Secret
  readonly password: Secret
}

/** The options with all defaults applied. */
export interface MemjsTransportSettings {
  readonly servers: readonly ServerAddress[]
  readonly timeout: Milliseconds
  readonly connectTimeout: Milliseconds
  readonly itemLimit: number
  readonly credentials: CredentialsSource | undefined
  readonly traceKeys: boolean
}

const DEFAULT_ITEM_LIMIT = 128 * 1024 * 1024
const GREATEST_ITEM_LIMIT = 1024 * 1024 * 1024

const NAMES: OptionNames = {
  of: 'MemjsTransport',
  known: ['servers', 'timeout', 'connectTimeout', 'itemLimit', 'username', 'password', 'traceKeys'],
  example: "{ servers: ['10.0.0.1:11211'] }",
  aliases: {
    server: 'servers',
    host: 'servers',
    hosts: 'servers',
    hostname: 'servers',
    port: 'servers',
    address: 'servers',
    addresses: 'servers',
    url: 'servers',
    urls: 'servers',
    nodes: 'servers',
    timeoutMs: 'timeout',
    requestTimeout: 'timeout',
    connectTimeoutMs: 'connectTimeout',
    connectionTimeout: 'connectTimeout',
    conntimeout: 'connectTimeout',
    maxValueSize: 'itemLimit',
    user: 'username',
    pass: 'password',
  },
}

/**
 * Reads the options and applies the defaults.
 *
 * @throws {TypeError} when an option is unknown or of the wrong type, a server is no address, or only one of
 * `username` and `password` is there.
 * @throws {RangeError} when the list of servers is empty or names one twice, or a time-out or the item limit
 *   is out of range.
 */
export function toSettings(options: MemjsTransportOptions): MemjsTransportSettings {
  assertOptions(options, NAMES)
  const { servers = ['127.0.0.1:11211'], timeout = 1000, connectTimeout = 500, username, password } = options
  return {
    servers: toServers(servers),
    timeout: toTimeout(timeout, 'timeout'),
    connectTimeout: toTimeout(connectTimeout, 'connectTimeout'),
    itemLimit: toItemLimit(options.itemLimit ?? DEFAULT_ITEM_LIMIT),
    credentials: toCredentials(username, password),
    traceKeys: toTraceKeys(options.traceKeys ?? false),
  }
}

function toServers(servers: unknown): readonly ServerAddress[] {
  if (!Array.isArray(servers)) throw new TypeError(`servers is no array; expected such as ${NAMES.example}`)
  if (servers.length === 0) throw new RangeError(`servers is empty; expected such as ${NAMES.example}`)
  const addresses = Array.from(servers, toServerAddress)
  const names = addresses.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`Server ${twice} is there twice`)
  return addresses
}

const LONGEST_TIMER: Milliseconds = 2 ** 31 - 1

function toTimeout(value: unknown, name: string): Milliseconds {
  if (typeof value !== 'number')
    throw new TypeError(`${name} is of type ${typeof value}; expected milliseconds`)
  if (value > 0 && value <= LONGEST_TIMER) return value
  throw new RangeError(`${name} is ${value}; expected milliseconds above 0, at most ${LONGEST_TIMER}`)
}

function toItemLimit(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`itemLimit is of type ${typeof value}; expected bytes`)
  if (Number.isInteger(value) && value >= 1 && value <= GREATEST_ITEM_LIMIT) return value
  throw new RangeError(
    `itemLimit is ${value}; expected a whole number of bytes from 1 to ${GREATEST_ITEM_LIMIT}`,
  )
}

function toCredentials(username: unknown, password: unknown): CredentialsSource | undefined {
  if (username === undefined && password === undefined) return undefined
  if (isSecret(username) && isSecret(password)) return { username, password }
  throw new TypeError(
    'username and password go together; expected two strings that are not empty and hold no zero ' +
      'character, or functions that give such',
  )
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'function' || isSaslText(value)
}

function toTraceKeys(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`traceKeys is of type ${typeof value}; expected true or false`)
}

/** Whether it can be a username or a password of SASL PLAIN. */
export function isSaslText(value: unknown): value is string {
  // SASL PLAIN separates the two by zero characters.
  return typeof value === 'string' && value !== '' && !value.includes('\0')
}
