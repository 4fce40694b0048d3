import type { PlainKey } from '@lmc/keys'
import type { IndexedKey, KeyTracker } from '@lmc/tracker'
import { type CallOptions, isTransportError, type TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { GuardedTransport } from '../guard/guarded-transport.ts'
import { PendingRetries, type PendingRetriesOptions } from '../guard/pending-retries.ts'

export interface NamespaceDropperOptions extends Pick<
  PendingRetriesOptions<string | undefined>,
  'limit' | 'onLost'
> {
  readonly tracker: KeyTracker<PlainKey>
  readonly guarded: GuardedTransport
  /** Called before a namespace is dropped. */
  readonly onDrop: () => void
}

/** The outcome of dropping a namespace. */
interface Dropped {
  /** How many values were dropped. */
  readonly count: number
  /** Why the list could not be read completely. */
  readonly unread: unknown
  /** Deletes that failed; the guarded transport retries them. */
  readonly failed: readonly { readonly key: PlainKey; readonly error: unknown }[]
}

/** Drops the listed values of a namespace. */
export class NamespaceDropper {
  readonly #options: NamespaceDropperOptions
  /** Namespaces that could not be dropped completely, since their lists could not be read completely. */
  readonly #pending: PendingRetries<string | undefined>

  constructor(options: NamespaceDropperOptions) {
    const { limit, onLost } = options
    const retry = async (namespace: string | undefined): Promise<void> => {
      const { unread } = await this.#dropListed(namespace, {})
      if (unread !== undefined) throw unread
    }
    this.#options = options
    this.#pending = new PendingRetries({ limit, onLost, retry })
  }

  /** Drops a namespace. Resolves to how many values were dropped. */
  async drop(call: Call, namespace: string | undefined, options: CallOptions): Promise<number> {
    this.#options.onDrop()
    const pending = this.#pending.of(namespace)
    const { count, unread, failed } = await this.#dropListed(namespace, options)
    call.invalidated += count
    if (unread === undefined) this.#pending.settle(namespace, pending)
    else this.#pending.add(namespace, isTransportError(unread) ? unread.server : undefined)
    for (const { key, error } of failed) call.fail(error, key)
    if (unread !== undefined) call.fail(unread)
    return count
  }

  /** Whether no namespace waits for a retry. */
  get nothingPending(): boolean {
    return this.#pending.size === 0
  }

  /**
   * Resolves when the values of the namespace may be read.
   *
   * @throws {TransportError} when the namespace must be dropped first, and the retry fails.
   * @throws the signal's reason.
   */
  async retry(namespace: string | undefined, options: CallOptions): Promise<void> {
    await this.#pending.retry(namespace, options)
  }

  /** Retries everything that is pending for the last time. */
  async close(): Promise<void> {
    await this.#pending.close()
  }

  async #dropListed(namespace: string | undefined, { signal }: CallOptions): Promise<Dropped> {
    const failed: { key: PlainKey; error: unknown }[] = []
    const unread: unknown[] = []
    let count = 0
    const drop = async (batch: readonly IndexedKey<PlainKey>[]): Promise<readonly IndexedKey<PlainKey>[]> => {
      const outcomes = await this.#options.guarded.deleteMany(
        batch.map(({ memcachedKey }) => memcachedKey),
        { signal },
      )
      return batch.filter(({ key }, at) => {
        const outcome = outcomes[at]
        if (outcome?.status === 'rejected') failed.push({ key, error: outcome.reason })
        else if (outcome?.value === true) count++
        return outcome?.status === 'fulfilled'
      })
    }
    try {
      const onPartial = (error: TransportError): void => void unread.push(error)
      await this.#options.tracker.drop(namespace, drop, { signal, onPartial })
    } catch (error) {
      unread.push(error)
    }
    return { count, unread: unread[0], failed }
  }
}
