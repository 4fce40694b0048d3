import { assertOptions, type CallOptions, type Milliseconds, type Transport } from '@lmc/transport'
import type { OnPartial } from './partial-answers.ts'
import type { TrackerError } from './tracker-error.ts'

/** `Key` is what a cache key is to the user: something that JSON holds without loss. */
export interface KeyTrackerOptions<Key> {
  /** Where the index lives: the servers that hold the values. */
  readonly transport: Transport
  /**
   * Turns a cache key into the memcached key of its value, the same one in all processes; throws for what is
   * no cache key.
   */
  readonly memcachedKey: (
    key: Key | string,
    options: { readonly namespace: string | undefined; readonly raw: boolean },
  ) => string
  /**
   * Is told when some servers fail to answer a listing, which goes on with what the others know; throws to
   * end it. Absent: the listing rejects.
   */
  readonly onPartial?: OnPartial
  /**
   * Is told what a listing has skipped (a `TrackerError` `foreign-lines`), and once of each server on which
   * the index cannot be tidied (`no-cas`). What it throws is shown as a warning. Absent: nobody is told.
   */
  readonly onSkipped?: (error: TrackerError) => void
  /**
   * A clock that never goes back, in milliseconds; absent: this process's own. Clocks of machines are not
   * compared.
   */
  readonly now?: () => Milliseconds
}

export interface ListOptions extends NamedOptions {
  /**
   * Whether the servers are asked if the keys are there; absent: they are. Without, deleted and evicted keys
   * are listed as well.
   */
  readonly verify?: boolean | undefined
}

export interface NamedOptions extends CallOptions {
  /** Instead of the tracker's own. */
  readonly onPartial?: OnPartial | undefined
}

export interface DropOptions extends NamedOptions {}

export interface AuditOptions extends CallOptions {
  /** The memcached keys of all items that the servers hold, such as `dumpKeys()` of some transports gives. */
  readonly dump: AsyncIterable<string>
}

const names = {
  of: 'KeyTracker',
  known: ['transport', 'memcachedKey', 'onPartial', 'onSkipped', 'now'],
  example: '{ transport, memcachedKey }',
}

/**
 * Returns when the options are ones of a tracker.
 *
 * @throws {TypeError} when one is unknown, missing or of a wrong type.
 */
export function assertKeyTrackerOptions(options: KeyTrackerOptions<never>): void {
  assertOptions(options, names)
  const { transport, memcachedKey, onPartial, onSkipped, now } = options
  if (typeof transport?.getMany !== 'function' || typeof transport.append !== 'function')
    throw new TypeError('KeyTracker needs a transport, such as { transport: new MetaTransport() }')
  if (typeof memcachedKey !== 'function')
    throw new TypeError(`memcachedKey is of type ${typeof memcachedKey}; expected a function`)
  for (const [name, value] of Object.entries({ onPartial, onSkipped, now })) {
    if (value !== undefined && typeof value !== 'function')
      throw new TypeError(`${name} is of type ${typeof value}; expected a function`)
  }
}
