import { type Codec, jsonCodec } from '@lmc/codec'
import { assertLifetime, type Seconds, type Transport } from '@lmc/transport'
import type { Failure } from './failure.ts'

/** A `Map` holds no more. */
const MOST_REMEMBERED = 2 ** 24

/** What becomes of a call when memcached fails. */
export type FailurePolicy = 'miss' | 'throw'

export interface MemcachedClientOptions {
  /** What moves the items. Closing the client closes it. */
  readonly transport: Transport
  /** The lifetime of a value that is set without one, whole seconds, 0 for ever; absent: 3600. */
  readonly defaultLifetime?: Seconds | undefined
  /** The namespace of calls that name none; absent: none, which is different from every other. */
  readonly defaultNamespace?: string | undefined
  /** Whether keys are listed for `keys()`; absent: they are not. Costs an append beside each set. */
  readonly trackKeys?: boolean | undefined
  /**
   * What becomes of a call when memcached fails: with `miss`, the default, the application goes on as if nothing were cached;
   * with `throw`, the call rejects with the `TransportError`. Either way the failure is reported.
   */
  readonly failures?: FailurePolicy | undefined
  /**
   * How many invalidations that failed are remembered, to be made up for before what they are of is read again: 0 to 2^24 keys, and as many
   * servers and namespaces; absent: 10,000. When there are more, the oldest are forgotten, which is reported.
   */
  readonly rememberedInvalidations?: number | undefined
  /** How values become bytes; absent: `jsonCodec()`. */
  readonly codec?: Codec | undefined
  /** Is told of each failure. What it throws, the call rejects with. */
  readonly onFailure?: ((failure: Failure) => void) | undefined
}

export interface ResolvedOptions {
  readonly transport: Transport
  readonly defaultLifetime: Seconds
  readonly defaultNamespace: string | undefined
  readonly trackKeys: boolean
  readonly failures: FailurePolicy
  readonly rememberedInvalidations: number
  readonly codec: Codec
  readonly onFailure: (failure: Failure) => void
}

/**
 * The options with their defaults.
 *
 * @throws {TypeError} when there is no transport, the namespace is no string, or `failures` is neither of the two.
 * @throws {RangeError} when the default lifetime is not a whole number of seconds from 0 on, or `rememberedInvalidations` is out of range.
 */
export function resolveOptions(options: MemcachedClientOptions): ResolvedOptions {
  const {
    transport,
    defaultLifetime = 3600,
    defaultNamespace,
    trackKeys = false,
    failures = 'miss',
    rememberedInvalidations = 10_000,
    codec = jsonCodec(),
    onFailure = () => {},
  } = options
  if (typeof transport?.get !== 'function') {
    throw new TypeError('MemcachedClient needs a transport, such as { transport: new MetaTransport() }')
  }
  assertLifetime(defaultLifetime)
  if (defaultNamespace !== undefined && typeof defaultNamespace !== 'string') {
    throw new TypeError(`defaultNamespace is of type ${typeof defaultNamespace}; expected a string`)
  }
  if (failures !== 'miss' && failures !== 'throw') {
    throw new TypeError(`failures is ${JSON.stringify(failures)}; expected 'miss' or 'throw'`)
  }
  if (
    !Number.isInteger(rememberedInvalidations) ||
    rememberedInvalidations < 0 ||
    rememberedInvalidations > MOST_REMEMBERED
  ) {
    const expected = `expected a whole number from 0 to ${MOST_REMEMBERED}`
    throw new RangeError(`rememberedInvalidations is ${rememberedInvalidations}; ${expected}`)
  }
  return {
    transport,
    defaultLifetime,
    defaultNamespace,
    trackKeys,
    failures,
    rememberedInvalidations,
    codec,
    onFailure,
  }
}
