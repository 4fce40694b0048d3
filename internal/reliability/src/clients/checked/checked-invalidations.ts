import type { MemcachedClient } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import type { CallWatch, Outcome } from '@lmc/transport-tests/faults'
import { EVERYTHING, nameOfDependency } from '../../judging/history-record.ts'
import { now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'
import { dependentsOf, type FailedInvalidations } from './failed-invalidations.ts'

export interface CheckedInvalidationsOptions {
  readonly client: MemcachedClient
  /** The name of the client, unique in a run. */
  readonly name: string
  /** The namespace of the client. */
  readonly namespace: string
  readonly failed: FailedInvalidations
  readonly recorder: Recorder
  readonly watch: CallWatch
  /** How long a call may take that reads the list of keys. */
  readonly longLimit: Milliseconds
}

/** A client that invalidates, and records its successful and failed invalidations. */
export class CheckedInvalidations {
  readonly #options: CheckedInvalidationsOptions

  constructor(options: CheckedInvalidationsOptions) {
    this.#options = options
  }

  async one(key: string): Promise<void> {
    const { client } = this.#options
    await this.#drop(`invalidate ${key}`, [{ what: key, failureName: key }], () => client.invalidate(key))
  }

  async many(keys: readonly string[]): Promise<void> {
    const { client } = this.#options
    const drops = keys.map((key) => ({ what: key, failureName: key }))
    await this.#drop(`invalidateMany ${keys.join(' ')}`, drops, () => client.invalidateMany(keys))
  }

  async dependents(dependencies: readonly string[]): Promise<void> {
    const { client, namespace } = this.#options
    const drops = dependencies.map((one) => ({
      what: nameOfDependency(namespace, one),
      failureName: dependentsOf(one),
    }))
    const asked = `invalidateDependents ${dependencies.join(', ')}`
    await this.#drop(asked, drops, () => client.invalidateDependents(dependencies))
  }

  async all(): Promise<void> {
    const { client, failed, watch } = this.#options
    const begunAt = now()
    const { refusals } = failed
    const outcome = await watch.call('invalidateAll', () => client.invalidateAll())
    this.#disturbed(begunAt)
    if (failed.refusals !== refusals) return
    this.#dropped(EVERYTHING, begunAt, outcome, outcome.how === 'resolved' && outcome.value)
  }

  /** Drops the listed keys. The list may be lost, so nothing is expected of this call. */
  async namespace(): Promise<void> {
    const { client, watch, longLimit } = this.#options
    const begunAt = now()
    await watch.call('invalidateNamespace', () => client.invalidateNamespace(), longLimit)
    this.#disturbed(begunAt)
  }

  async #drop(
    name: string,
    drops: readonly { readonly what: string; readonly failureName: string }[],
    start: () => Promise<unknown>,
  ): Promise<void> {
    const { failed, watch } = this.#options
    const before = drops.map(({ failureName }) => failed.of(failureName))
    const begunAt = now()
    const outcome = await watch.call(name, start)
    for (const [index, { what, failureName }] of drops.entries()) {
      // With `failures: 'miss'` a call resolves also when it has failed.
      const hasFailed = failed.of(failureName) !== before[index]
      this.#dropped(what, begunAt, outcome, outcome.how === 'resolved' && !hasFailed)
    }
  }

  #dropped(what: string, begunAt: number, { how }: Outcome<unknown>, isConfirmed: boolean): void {
    // A call that has not come back promises nothing yet.
    if (how === 'hung' || how === 'foreign') return
    const { recorder, name: client } = this.#options
    recorder.add({ kind: 'drop', at: now(), begunAt, what, isConfirmed, client })
  }

  #disturbed(begunAt: number): void {
    this.#options.recorder.add({ kind: 'disturbance', at: now(), begunAt, what: EVERYTHING })
  }
}
