import type { PlainKey } from '@lmc/keys'
import { RawKey } from '@lmc/keys'
import type { KeyAudit, KeyTracker, NamespaceSize } from '@lmc/tracker'
import type { TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { CallOptions, KeysOptions } from '../options/call-options.ts'
import { withoutOwnItems } from '../keys/own-keys.ts'
import { KeyTrackingDisabledError } from './key-tracking-disabled-error.ts'
import type { NamespaceDropper } from './namespace-dropper.ts'

export interface KeyListerOptions {
  readonly calls: Calls
  readonly namespacedKeys: NamespacedKeys
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly namespaces: NamespaceDropper | undefined
}

/** A cache key as `keys()` lists it. */
export type ListedKey = PlainKey | RawKey

export interface AuditOptions extends CallOptions {
  /** The memcached keys of all items of the servers. */
  readonly dump: AsyncIterable<string>
}

/** Lists keys and namespaces. */
export class KeyLister {
  readonly #options: KeyListerOptions

  constructor(options: KeyListerOptions) {
    this.#options = options
  }

  keys(wanted: string | undefined, options: KeysOptions): Promise<ListedKey[]> {
    const tracker = this.#trackerFor('keys()')
    const namespace = this.#options.namespacedKeys.namespaceOf(wanted)
    return this.#options.calls.run<ListedKey[]>('keys', { namespace }, [], async (call) => {
      const keys: ListedKey[] = []
      for await (const batch of this.#batches(tracker, call, namespace, options)) keys.push(...batch)
      return keys
    })
  }

  async *iterateKeys(wanted: string | undefined, options: KeysOptions): AsyncGenerator<ListedKey> {
    const tracker = this.#trackerFor('iterateKeys()')
    const namespace = this.#options.namespacedKeys.namespaceOf(wanted)
    const batches = this.#options.calls.iterate('keys', { namespace }, (call) =>
      this.#batches(tracker, call, namespace, options),
    )
    for await (const batch of batches) yield* batch
  }

  async namespaces(options: CallOptions): Promise<NamespaceSize[]> {
    const tracker = this.#trackerFor('namespaces()')
    return this.#options.calls.run<NamespaceSize[]>('namespaces', {}, [], (call) =>
      tracker.namespaces({ ...options, onPartial: (error) => call.fail(error) }),
    )
  }

  async auditKeys({ dump, signal }: AuditOptions): Promise<KeyAudit<PlainKey>> {
    const tracker = this.#trackerFor('auditKeys()')
    if (typeof dump !== 'object' || dump === null || !(Symbol.asyncIterator in dump)) {
      const came = dump === null ? 'null' : `of type ${typeof dump}`
      throw new TypeError(`dump is ${came}; expected an async iterable, such as transport.dumpKeys()`)
    }
    return tracker.auditKeys({ dump: withoutOwnItems(dump), signal })
  }

  async *#batches(
    tracker: KeyTracker<PlainKey>,
    call: Call,
    namespace: string | undefined,
    { verify, signal }: KeysOptions,
  ): AsyncGenerator<ListedKey[]> {
    await this.#options.namespaces?.retry(namespace, { signal })
    const onPartial = (error: TransportError): void => call.fail(error)
    for await (const batch of tracker.batches(namespace, { verify, signal, onPartial })) {
      yield batch.map(({ key, raw }) => (raw && typeof key === 'string' ? toRawKey(key, namespace) : key))
    }
  }

  #trackerFor(method: string): KeyTracker<PlainKey> {
    if (this.#options.tracker === undefined) throw new KeyTrackingDisabledError(method)
    return this.#options.tracker
  }
}

function toRawKey(key: string, namespace: string | undefined): RawKey {
  return new RawKey(key, /\P{ASCII}/u.test(`${namespace ?? ''}${key}`) ? 'utf8' : 'ascii')
}
