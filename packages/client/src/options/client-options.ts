import { type Codec, jsonCodec } from '@lmc/codec'
import { assertOptions, type Transport } from '@lmc/transport'
import type { FailureListener } from '../calls/failure.ts'
import { assertType } from './assert-type.ts'
import { assertFailurePolicy, type FailurePolicy } from './failure-policy.ts'
import { type Lifetime, toSeconds } from './lifetime.ts'
import type { ViewDefaults } from './view-defaults.ts'

/** A `Map` holds at most so many entries. */
const MOST_REMEMBERED = 2 ** 24

export interface MemcachedClientOptions {
  /** The transport to memcached. Closing the client closes the transport. */
  readonly transport: Transport
  /**
   * Whether `close()` closes the transport. Absent: yes. `false` is for a transport that others use as well.
   */
  readonly ownsTransport?: boolean | undefined
  /** The lifetime of values that are set without one. 0: for ever. Absent: 3600 seconds. */
  readonly defaultLifetime?: Lifetime | undefined
  /**
   * The namespace of calls without the option. Absent: no namespace, which is different from every namespace.
   */
  readonly defaultNamespace?: string | undefined
  /** Whether `keys()` lists the keys that are set. Absent: no. Costs an append for each set. */
  readonly trackKeys?: boolean | undefined
  /**
   * What happens when memcached fails. `miss`, the default: the call resolves as if nothing were cached.
   * `throw`: the call rejects with the `TransportError`. Both ways the failure is reported.
   */
  readonly failures?: FailurePolicy | undefined
  /**
   * How many failed invalidations are remembered, 0 to 2^24. The client retries them before their keys are
   * read again. The number holds for keys, for servers and for namespaces, each. Absent: 10,000. When there
   * are more, the oldest are given up and reported.
   */
  readonly rememberedInvalidations?: number | undefined
  /** Turns values into bytes. Absent: `jsonCodec()`. */
  readonly codec?: Codec | undefined
  /**
   * Called with each failure. If it throws or rejects, the process gets a warning, and the call does not
   * change. Absent, and without a subscriber of `lmc:failure`: the process gets a warning when a server
   * fails, and one when it answers again.
   */
  readonly onFailure?: FailureListener | undefined
  /** Whether the traces on `lmc:call` have the cache keys. Absent: they only have the number of keys. */
  readonly traceKeys?: boolean | undefined
}

/** The options with their defaults. */
export interface ResolvedOptions {
  readonly transport: Transport
  readonly ownsTransport: boolean
  readonly defaults: ViewDefaults
  readonly trackKeys: boolean
  readonly rememberedInvalidations: number
  readonly codec: Codec
  readonly onFailure: FailureListener | undefined
  readonly traceKeys: boolean
}

const names = {
  of: 'MemcachedClient',
  known: [
    'transport',
    'ownsTransport',
    'defaultLifetime',
    'defaultNamespace',
    'trackKeys',
    'failures',
    'rememberedInvalidations',
    'codec',
    'onFailure',
    'traceKeys',
  ],
  example: '{ transport: new MetaTransport() }',
  aliases: {
    servers: 'transport',
    hosts: 'transport',
    lifetime: 'defaultLifetime',
    ttl: 'defaultLifetime',
    defaultTTL: 'defaultLifetime',
    namespace: 'defaultNamespace',
    defaultNS: 'defaultNamespace',
    onError: 'onFailure',
  },
}

/**
 * Reads the options and applies the defaults. Does not change or keep the object of the caller.
 *
 * @throws {TypeError} when there is no transport, or an option is unknown or of a wrong type.
 * @throws {RangeError} when an option is out of range.
 */
export function resolveOptions(options: MemcachedClientOptions): ResolvedOptions {
  assertOptions(options, names)
  const {
    transport,
    ownsTransport = true,
    defaultLifetime = 3600,
    defaultNamespace,
    trackKeys = false,
    failures = 'miss',
    rememberedInvalidations = 10_000,
    codec = jsonCodec(),
    onFailure,
    traceKeys = false,
  } = options
  assertTransport(transport)
  assertType('defaultNamespace', defaultNamespace, 'string')
  assertType('onFailure', onFailure, 'function')
  for (const [name, flag] of Object.entries({ ownsTransport, trackKeys, traceKeys }))
    assertType(name, flag, 'boolean')
  assertFailurePolicy(failures)
  if (typeof codec?.encode !== 'function' || typeof codec.decode !== 'function') {
    throw new TypeError('codec is no codec; expected an object with encode(value) and decode(value, flags)')
  }
  assertRemembered(rememberedInvalidations)
  return {
    transport,
    ownsTransport,
    defaults: {
      namespace: defaultNamespace,
      lifetime: toSeconds(defaultLifetime),
      dependencies: [],
      sharedDependencies: [],
      schema: undefined,
      failures,
      listeners: [],
    },
    trackKeys,
    rememberedInvalidations,
    codec,
    onFailure,
    traceKeys,
  }
}

/** A `Map` has a `get` and a `set` as well. */
function assertTransport(transport: Transport | undefined): void {
  const methods = ['get', 'getMany', 'set', 'compareAndSet', 'delete', 'serverOf', 'close'] as const
  if (methods.every((method) => typeof transport?.[method] === 'function')) return
  throw new TypeError('MemcachedClient needs a transport, such as { transport: new MetaTransport() }')
}

function assertRemembered(count: unknown): void {
  if (typeof count !== 'number') {
    throw new TypeError(`rememberedInvalidations is of type ${typeof count}; expected a number`)
  }
  if (Number.isInteger(count) && count >= 0 && count <= MOST_REMEMBERED) return
  throw new RangeError(
    `rememberedInvalidations is ${count}; expected a whole number from 0 to ${MOST_REMEMBERED}`,
  )
}
