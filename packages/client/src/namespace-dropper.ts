import type { PlainKey } from '@lmc/keys'
import type { KeyTracker } from '@lmc/tracker'
import { type CallOptions, isTransportError, type TransportError } from '@lmc/transport'
import { FailedInvalidations, type FailedInvalidationsOptions } from './failed-invalidations.ts'
import type { FailureReporter } from './failure-reporter.ts'
import type { Invalidator } from './invalidator.ts'
import { settleAll } from './settle-all.ts'

export interface NamespaceDropperOptions extends Pick<
  FailedInvalidationsOptions<string | undefined>,
  'limit' | 'onLost'
> {
  readonly tracker: KeyTracker<PlainKey>
  readonly invalidator: Invalidator
  readonly reporter: FailureReporter
}

/** What drops the values that are listed of a namespace. */
export class NamespaceDropper {
  readonly #options: NamespaceDropperOptions
  /** Namespaces whose lists could not be read as a whole when they were to be dropped. */
  readonly #failed: FailedInvalidations<string | undefined>

  constructor(options: NamespaceDropperOptions) {
    const { limit, onLost } = options
    const redo = async (namespace: string | undefined): Promise<void> => {
      const { error } = await this.#dropListed(namespace, {})
      if (error !== undefined) throw error
    }
    this.#options = options
    this.#failed = new FailedInvalidations({ limit, onLost, redo })
  }

  /** Drops a namespace. Resolves to how many values were there. */
  async drop(namespace: string | undefined, options: CallOptions): Promise<number> {
    const failed = this.#failed.of(namespace)
    const { dropped, error } = await this.#dropListed(namespace, options)
    if (error === undefined) this.#failed.settle(namespace, failed)
    else this.#failed.add(namespace, isTransportError(error) ? error.server : undefined)
    if (error !== undefined)
      this.#options.reporter.recover(error, { operation: 'invalidateNamespace', namespace })
    return dropped
  }

  /** Whether each namespace holds only what it may. */
  get isDone(): boolean {
    return this.#failed.size === 0
  }

  /**
   * Resolves when what the namespace holds may be read.
   *
   * @throws {TransportError} when it was to be dropped, and still cannot be.
   * @throws the signal's reason.
   */
  async makeUpFor(namespace: string | undefined, options: CallOptions): Promise<void> {
    await this.#failed.makeUpFor(namespace, options)
  }

  /** Tries for the last time what has failed. */
  async close(): Promise<void> {
    await this.#failed.close()
  }

  /** With an error when not all of the list could be read. */
  async #dropListed(
    namespace: string | undefined,
    { signal }: CallOptions,
  ): Promise<{ readonly dropped: number; readonly error?: unknown }> {
    const { tracker, invalidator } = this.#options
    const errors: unknown[] = []
    let dropped = 0
    try {
      const onPartial = (error: TransportError): void => void errors.push(error)
      await tracker.drop(
        namespace,
        async (batch) => {
          const failed = new Set<unknown>()
          const gone = await settleAll(
            batch.map((one) =>
              invalidator.drop('invalidateNamespace', one.key, one.memcachedKey, { namespace, signal }, () =>
                failed.add(one),
              ),
            ),
          )
          dropped += gone.filter(Boolean).length
          return batch.filter((one) => !failed.has(one))
        },
        { signal, onPartial },
      )
    } catch (error) {
      errors.push(error)
    }
    return { dropped, error: errors[0] }
  }
}
