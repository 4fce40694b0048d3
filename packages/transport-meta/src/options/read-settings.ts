import { assertOptions, type Milliseconds } from '@lmc/transport'
import { assertServers } from '../distribution/servers/assert-servers.ts'
import { ketama } from '../distribution/ketama.ts'
import type { Distribution } from '../distribution/distribution.ts'
import type { Limits } from '../calls/limits.ts'
import type { MetaTransportOptions } from './meta-transport-options.ts'
import { OPAQUES } from '../wire/opaque.ts'
import { DISCOVERY_OPTIONS, TRANSPORT_OPTIONS } from './option-names.ts'
import { parseServer, type ServerDefaults, type ServerOptions, toCredentials } from './parse-server.ts'
import type { Server, TlsSource } from '../servers/server.ts'
import { toTls } from './to-tls.ts'

/** The options of a transport, read and checked. */
export interface Settings {
  readonly servers: readonly Server[]
  /** What holds for servers that are given later. */
  readonly defaults: ServerDefaults
  readonly limits: Limits
  readonly distribution: Distribution
  readonly failover: 'none' | 'next'
  readonly traceKeys: boolean
  readonly discovery: { readonly endpoint: Server; readonly interval: Milliseconds } | undefined
}

const DEFAULT_SERVER = '127.0.0.1:11211'
const MEBIBYTE = 2 ** 20

/** The longest that a timer of Node.js waits. */
const LONGEST_WAIT: Milliseconds = 2 ** 31 - 1

/**
 * Reads the options of a transport, none of which is kept or changed.
 *
 * @throws {TypeError} when one is of a wrong type, or an address of no known form.
 * @throws {RangeError} when one is out of range.
 */
export function readSettings(options: MetaTransportOptions): Settings {
  assertOptions(options, TRANSPORT_OPTIONS)
  const { servers, discovery, distribution = ketama, failover = 'none', traceKeys = false } = options
  if (typeof traceKeys !== 'boolean')
    throw new TypeError(`traceKeys is of type ${typeof traceKeys}; expected true or false`)
  if (typeof distribution !== 'function')
    throw new TypeError(`distribution is of type ${typeof distribution}; expected a function such as ketama`)
  if (typeof failover !== 'string')
    throw new TypeError(`failover is of type ${typeof failover}; expected 'none' or 'next'`)
  if (failover !== 'none' && failover !== 'next') {
    throw new RangeError(
      `failover is ${JSON.stringify(String(failover).slice(0, 40))}; expected 'none' or 'next'`,
    )
  }
  if (servers !== undefined && discovery !== undefined) {
    throw new TypeError('Both servers and discovery are given; expected one of them')
  }
  const defaults = {
    tls: readTls(options.tls),
    credentials: toCredentials(options.username, options.password),
  }
  if (discovery !== undefined) {
    assertOptions(discovery, DISCOVERY_OPTIONS)
    if (typeof discovery.endpoint !== 'string')
      throw new TypeError(
        `discovery.endpoint is of type ${typeof discovery.endpoint}; expected a host and a port`,
      )
  }
  const interval = toWhole('discovery.interval', discovery?.interval ?? 60_000, LONGEST_WAIT)
  const endpoint = discovery && parseServer(discovery.endpoint, defaults)
  return {
    servers: endpoint
      ? [endpoint]
      : readServers(servers === undefined ? [DEFAULT_SERVER] : servers, defaults),
    defaults,
    limits: readLimits(options),
    distribution,
    failover,
    traceKeys,
    discovery: endpoint && { endpoint, interval },
  }
}

/**
 * Reads a list of servers.
 *
 * @throws {TypeError} when it is no list, or an address has no known form.
 * @throws {RangeError} when it is empty, a server is there twice, or a weight is out of range.
 */
export function readServers(
  servers: readonly (string | ServerOptions)[],
  defaults: ServerDefaults,
): readonly Server[] {
  if (!Array.isArray(servers)) {
    const type = servers === null ? 'null' : `of type ${typeof servers}`
    throw new TypeError(`servers is ${type}; expected an array of addresses, as in ['10.0.0.1:11211']`)
  }
  if (servers.length === 0) throw new RangeError('servers is empty; expected one or more')
  const parsed = servers.map((server) => parseServer(server, defaults))
  assertServers(parsed)
  return parsed
}

/** Certificates and keys are read here, once for all connections, unless they are asked for. */
function readTls(tls: MetaTransportOptions['tls']): TlsSource | undefined {
  if (tls === undefined || tls === false) return undefined
  return typeof tls === 'function' ? tls : toTls(tls)
}

function readLimits(options: MetaTransportOptions): Limits {
  const { timeout = 1000, connectTimeout = 500, maxInFlight = 131_072 } = options
  const { maxInFlightBytes = 64 * MEBIBYTE, itemLimit = 128 * MEBIBYTE } = options
  return {
    timeout: toWhole('timeout', timeout, LONGEST_WAIT),
    connectTimeout: toWhole('connectTimeout', connectTimeout, LONGEST_WAIT),
    maxInFlight: toWhole('maxInFlight', maxInFlight, OPAQUES - 1),
    maxInFlightBytes: toWhole('maxInFlightBytes', maxInFlightBytes, Number.MAX_SAFE_INTEGER),
    itemLimit: toWhole('itemLimit', itemLimit, 1024 * MEBIBYTE),
  }
}

function toWhole(name: string, value: unknown, greatest: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} is of type ${typeof value}; expected a number`)
  if (Number.isInteger(value) && value >= 1 && value <= greatest) return value
  throw new RangeError(`${name} is ${value}; expected a whole number from 1 to ${greatest}`)
}
