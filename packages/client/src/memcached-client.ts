import type { PlainKey } from '@lmc/keys'
import type { KeyAudit, NamespaceSize } from '@lmc/tracker'
import type { Milliseconds, ServerStatistics, Transport } from '@lmc/transport'
import { type Counters, createCounters } from './calls/counters.ts'
import { type ClientCore, createCore } from './client-core.ts'
import { setBackgroundTimer } from './guard/background-timer.ts'
import type { AuditOptions } from './namespaces/key-lister.ts'
import type { CallOptions } from './options/call-options.ts'
import { checkCallOptions } from './options/check-call-options.ts'
import { type MemcachedClientOptions, resolveOptions } from './options/client-options.ts'
import { NO_OPTIONS } from './options/no-options.ts'
import { CacheView } from './view/cache-view.ts'
import { createViewParts, type ViewParts } from './view/view-parts.ts'

/** How long `close()` waits for the retries of namespaces. */
const LAST_CHANCE: Milliseconds = 500

/**
 * A cache in memcached for any value under any key.
 *
 * When memcached fails, calls resolve as if nothing were cached. With `failures: 'throw'` they reject. Both
 * ways the failure goes to `onFailure` and to the diagnostics channel `lmc:failure`.
 *
 * A mistake of the caller always rejects before anything is sent. The errors are `InvalidKeyError`,
 * `CodecError`, `RangeError` for a lifetime, and `TypeError` for an argument of a wrong type.
 *
 * The calls of one client for one key keep their order, even when the caller does not await them.
 */
export class MemcachedClient extends CacheView {
  readonly transport: Transport
  /** What this client has counted since it was made. */
  readonly counters: Readonly<Counters>
  readonly #core: ClientCore
  readonly #view: ViewParts

  /**
   * @throws {TypeError} when there is no transport, or an option is unknown or of a wrong type.
   * @throws {RangeError} when the default lifetime is not a whole number of seconds from 0 on, or another
   *   option is out of range.
   */
  constructor(options: MemcachedClientOptions) {
    const resolved = resolveOptions(options)
    const counters = createCounters()
    const core = createCore(resolved, counters)
    const view = createViewParts(core, resolved.defaults)
    super(view)
    this.transport = resolved.transport
    this.counters = counters
    this.#core = core
    this.#view = view
  }

  /**
   * Drops everything on the servers: every namespace, also the values of other programs. Resolves to whether
   * all servers have done so. Until a failed server is flushed, this client deletes each of its keys before
   * reading the key.
   */
  async invalidateAll(options: CallOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('invalidateAll', 'call', options)
    return this.#view.invalidator.invalidateAll(options)
  }

  /**
   * Resolves to the namespaces with listed keys, and to the cost of each list: its items, bytes and keys. The
   * keys include those of values that are gone. `namespace` is `undefined` for keys without a namespace.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async namespaces(options: CallOptions = NO_OPTIONS): Promise<NamespaceSize[]> {
    checkCallOptions('namespaces', 'call', options)
    return this.#view.lister.namespaces(options)
  }

  /**
   * Compares the lists of all namespaces with the items of the servers. Resolves to the listed keys that are
   * gone, and to the stored keys that are not listed. For keys that are not listed, only the memcached key is
   * known. memcached may evict a list like any item, and this method shows it.
   *
   * `dump` yields the memcached keys of all items of the servers: `transport.dumpKeys()` of `MetaTransport`
   * or `MemoryTransport`. It may come from another transport than this client's: the protocol of
   * `MemjsTransport` has no such command.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   * @throws {TransportError} under both policies, also when only some servers fail.
   */
  async auditKeys(options: AuditOptions): Promise<KeyAudit<PlainKey>> {
    checkCallOptions('auditKeys', 'audit', options)
    return this.#view.lister.auditKeys(options)
  }

  /**
   * Resolves to one entry per server: its name and its figures, by memcached's names. The entry of a failed
   * server has an error and no figures.
   *
   * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "General-purpose
   *   statistics"
   */
  async getStatistics(options: CallOptions = NO_OPTIONS): Promise<ServerStatistics[]> {
    checkCallOptions('getStatistics', 'call', options)
    return this.#view.calls.run<ServerStatistics[]>('getStatistics', {}, [], async (call) => {
      const entries = await this.#core.guarded.statistics(options)
      for (const { error } of entries) if (error !== undefined) call.fail(error)
      return entries
    })
  }

  /**
   * Retries failed invalidations for the last time, lets the calls in flight settle, and closes the
   * transport, all within two timeouts. Invalidations that fail again are reported. Later calls fail with
   * `closed`.
   */
  async close(): Promise<void> {
    const { guarded, namespaces, tracker, flights } = this.#core
    const dropped = Promise.all([flights.close(), namespaces?.close(), tracker?.close()])
    try {
      await guarded.giveUp()
      await Promise.race([dropped, sleep(LAST_CHANCE)])
    } finally {
      await guarded.close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function sleep(duration: Milliseconds): Promise<void> {
  return new Promise((resolve) => void setBackgroundTimer(resolve, duration))
}
