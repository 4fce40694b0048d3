import {
  assertOptions,
  clock as realClock,
  type Item,
  type Milliseconds,
  type OptionNames,
} from '@lmc/transport'

/** What is kept near, and for how long. */
export interface NearOptions {
  /**
   * For how long after its request an item is given without asking the server again. By so much this process
   * may see writes of others late, and may an item outlive its lifetime. Above 0; absent is 1000.
   */
  readonly maxAge?: Milliseconds | undefined
  /**
   * The bytes that the items may take in this process, keys and tables included. From 64 KiB on; absent is
   * 32 MiB.
   */
  readonly maxBytes?: number | undefined
  /**
   * Whether an item may be kept near. Absent: all items but lists of keys (`lmc-index:…`) and leases. Every
   * process appends to a list; a lease stands in the place of a value while one process loads it.
   */
  readonly keeps?: ((key: string, item: Item) => boolean) | undefined
  /** Milliseconds since some moment, never going back; for tests. Absent is `performance.now`. */
  readonly clock?: (() => Milliseconds) | undefined
}

export type NearSettings = { readonly [Name in keyof NearOptions]-?: Exclude<NearOptions[Name], undefined> }

const LEAST_BYTES = 64 * 1024

const OPTIONS: OptionNames = {
  of: 'nearTransport',
  known: ['maxAge', 'maxBytes', 'keeps', 'clock'],
  example: '{ maxAge: 1000, maxBytes: 32 * 2 ** 20 }',
  aliases: { ttl: 'maxAge', lifetime: 'maxAge', maxSize: 'maxBytes', size: 'maxBytes' },
}

/** The flag of a lease, which `@lmc/client` sets: `Flag.lease` of `@lmc/codec`. */
const LEASE = 16_384

/**
 * Reads the options.
 *
 * @throws {TypeError} for an unknown option, or one of a wrong type.
 * @throws {RangeError} for one that is out of its range.
 */
export function readNearOptions(options: NearOptions = {}): NearSettings {
  assertOptions(options, OPTIONS)
  const { maxAge = 1000, maxBytes = 32 * 1024 * 1024, keeps = keepsValues, clock = realClock.now } = options
  if (typeof maxAge !== 'number') throw new TypeError(`maxAge is a ${typeof maxAge}; expected milliseconds`)
  if (!(maxAge > 0 && maxAge < Infinity))
    throw new RangeError(`maxAge is ${maxAge}; expected milliseconds, above 0 and finite`)
  if (typeof maxBytes !== 'number')
    throw new TypeError(`maxBytes is a ${typeof maxBytes}; expected a number of bytes`)
  if (!Number.isSafeInteger(maxBytes) || maxBytes < LEAST_BYTES)
    throw new RangeError(`maxBytes is ${maxBytes}; expected a whole number from ${LEAST_BYTES} on`)
  if (typeof keeps !== 'function')
    throw new TypeError(`keeps is a ${typeof keeps}; expected a function such as (key, item) => true`)
  if (typeof clock !== 'function')
    throw new TypeError(`clock is a ${typeof clock}; expected a function such as performance.now`)
  return { maxAge, maxBytes, keeps, clock }
}

function keepsValues(key: string, { flags }: Item): boolean {
  return !key.startsWith('lmc-index:') && (flags & LEASE) === 0
}
