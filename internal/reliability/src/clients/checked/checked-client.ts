import { MemcachedClient } from '@lmc/client'
import type { Milliseconds, Transport } from '@lmc/transport'
import type { CallWatch, Outcome } from '@lmc/transport-tests/faults'
import { readCachedValue, toCachedValue } from '../../judging/cached-value.ts'
import { CheckedCounts, isCountKey } from './checked-counts.ts'
import { CheckedLoads } from './checked-loads.ts'
import type { ClientKind } from '../client-kind.ts'
import { CheckedInvalidations } from './checked-invalidations.ts'
import { FailedInvalidations } from './failed-invalidations.ts'
import { nameOfDependency, type WriteOutcome } from '../../judging/history-record.ts'
import { runLargeBatch } from '../large-batch.ts'
import { watchRefusals } from './watch-refusals.ts'
import { now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'

export interface CheckedClientOptions {
  /** The name of the client, unique in a run. */
  readonly name: string
  readonly kind: ClientKind
  readonly transport: Transport
  readonly recorder: Recorder
  /** Watches the calls of this client, one behind the other. */
  readonly watch: CallWatch
  /** How long a call may take that reads the list of keys. */
  readonly longLimit: Milliseconds
  /** How long a call may take that may wait for the load of another process. */
  readonly loadLimit: Milliseconds
}

/** A value to write. */
export interface NewValue {
  readonly key: string
  readonly version: number
  /** The length in bytes. */
  readonly length: number
}

/**
 * A client that records what it writes, drops and finds. Another process knows all clients, and judges the
 * records. No call rejects. All keys are in the namespace of the transport, since transports may choose
 * different servers for a key.
 */
export class CheckedClient {
  readonly #client: MemcachedClient
  readonly kind: ClientKind
  readonly counts: CheckedCounts
  readonly loads: CheckedLoads
  readonly invalidate: CheckedInvalidations
  readonly #options: CheckedClientOptions
  readonly #namespace: string
  readonly #failed: FailedInvalidations
  /** How often `getOrSet` could not reach memcached. */
  #unasked = 0

  constructor(options: CheckedClientOptions) {
    const { transport, kind } = options
    this.#options = options
    this.kind = kind
    this.#namespace = kind.transport
    this.#failed = new FailedInvalidations(options)
    this.#client = new MemcachedClient({
      transport: watchRefusals(transport, () => this.#failed.refuse()),
      failures: kind.failures,
      trackKeys: kind.trackKeys,
      defaultNamespace: this.#namespace,
      onFailure: (failure) => {
        this.#failed.count(failure)
        if (failure.operation.startsWith('getOrSet')) this.#unasked++
        this.#disturbed(now())
      },
    })
    const { name, recorder, watch, longLimit, loadLimit } = options
    const own = { client: this.#client, name, recorder, watch, namespace: this.#namespace }
    this.counts = new CheckedCounts(own)
    this.invalidate = new CheckedInvalidations({ ...own, failed: this.#failed, longLimit })
    this.loads = new CheckedLoads({
      ...own,
      limit: loadLimit,
      countUnasked: () => this.#unasked,
    })
  }

  async get(key: string): Promise<void> {
    const begunAt = now()
    const outcome = await this.#call(`get ${key}`, () => this.#client.get(key))
    if (outcome.how === 'resolved') this.#found(key, begunAt, outcome.value)
  }

  async getMany(keys: readonly string[]): Promise<void> {
    const begunAt = now()
    const outcome = await this.#call(`getMany ${keys.join(' ')}`, () => this.#client.getMany(keys))
    if (outcome.how !== 'resolved') return
    for (const key of keys) this.#found(key, begunAt, outcome.value.get(key))
  }

  async set(value: NewValue, dependencies: readonly string[]): Promise<void> {
    const begunAt = this.#begin([value], dependencies)
    const { key, length } = value
    const outcome = await this.#call(`set ${key}`, () =>
      this.#client.set(key, toCachedValue(value, length), dependencies.length > 0 ? { dependencies } : {}),
    )
    this.#settle(
      [value],
      begunAt,
      outcome.how === 'resolved' ? { ...outcome, value: [outcome.value] } : outcome,
    )
  }

  async setMany(values: readonly NewValue[], dependencies: readonly string[]): Promise<void> {
    const begunAt = this.#begin(values, dependencies)
    const entries = values.map((value) => [value.key, toCachedValue(value, value.length)] as const)
    const outcome = await this.#call(`setMany ${values.map(({ key }) => key).join(' ')}`, () =>
      this.#client.setMany(entries, { dependencies }),
    )
    this.#settle(values, begunAt, outcome)
  }

  async keys(): Promise<void> {
    const begunAt = now()
    const outcome = await this.#callLong('keys', () => this.#client.keys())
    if (outcome.how !== 'resolved') return
    this.#listed('keys()', begunAt, outcome.value.map(String))
  }

  /** Stores, reads and drops so many keys of its own, with one call each. */
  async largeBatch(count: number, round: number, watch: CallWatch, over: AbortSignal): Promise<void> {
    await runLargeBatch({
      client: this.#client,
      watch,
      name: `${this.#options.name} ${round}`,
      count,
      countFailures: () => this.#failed.total,
      over,
    })
  }

  /** Gives an existing value a long lifetime. This does not change any judgement. */
  async touch(key: string): Promise<void> {
    const begunAt = now()
    const asked = `touch ${key}`
    const outcome = await this.#call(asked, () => this.#client.touch(key, '7d'))
    if (outcome.how === 'resolved' && outcome.value) this.#listed(asked, begunAt, [key])
  }

  /** Updates a value: reads it, and writes another one unless another client has written meanwhile. */
  async update(value: NewValue, dependencies: readonly string[]): Promise<void> {
    let readFrom = this.#begin([value], dependencies)
    const begunAt = readFrom
    const change = (found: unknown): Uint8Array | string => {
      this.#found(value.key, readFrom, found)
      readFrom = now()
      return toCachedValue(value, value.length)
    }
    const outcome = await this.#call(`update ${value.key}`, () =>
      this.#client.update(value.key, change, { dependencies }),
    )
    if (outcome.how !== 'resolved') return this.#settle([value], begunAt, outcome)
    return this.#settle([value], begunAt, { ...outcome, value: [outcome.value && value.key] })
  }

  async getStatistics(): Promise<void> {
    await this.#call('getStatistics', () => this.#client.getStatistics())
  }

  async close(): Promise<void> {
    const begunAt = now()
    await this.#callLong('close', () => this.#client.close())
    this.#disturbed(begunAt)
  }

  #call<T>(name: string, start: () => Promise<T>): Promise<Outcome<T>> {
    return this.#options.watch.call(name, start)
  }

  #callLong<T>(name: string, start: () => Promise<T>): Promise<Outcome<T>> {
    const { watch, longLimit } = this.#options
    return watch.call(name, start, longLimit)
  }

  /** Notes that other clients may load the values that this client was loading. */
  #disturbed(begunAt: number): void {
    const { recorder, name: what } = this.#options
    recorder.add({ kind: 'disturbance', at: now(), begunAt, what })
  }

  #listed(asked: string, begunAt: number, all: readonly string[]): void {
    const keys = all.filter((key) => !isCountKey(key))
    this.#options.recorder.add({ kind: 'list', at: now(), begunAt, client: this.#options.name, keys, asked })
  }

  #found(key: string, begunAt: number, value: unknown): void {
    const found = value === undefined ? undefined : readCachedValue(value)
    this.#options.recorder.add({ kind: 'read', at: now(), begunAt, client: this.#options.name, key, found })
  }

  #begin(values: readonly NewValue[], dependencies: readonly string[]): number {
    const names = dependencies.map((one) => nameOfDependency(this.#namespace, one))
    const at = now()
    for (const value of values)
      this.#options.recorder.add({ kind: 'begin', at, ...value, dependencies: names })
    return at
  }

  #settle(
    values: readonly NewValue[],
    begunAt: number,
    outcome: Outcome<readonly (string | undefined)[]>,
  ): void {
    const at = now()
    for (const [index, { key, version }] of values.entries()) {
      const isStored = outcome.how === 'resolved' && outcome.value[index] !== undefined
      this.#options.recorder.add({
        kind: 'settle',
        at,
        begunAt,
        key,
        version,
        outcome: isStored ? 'confirmed' : this.#outcomeOf(outcome, values.length),
      })
    }
  }

  /** The outcome of a write. When a call makes several writes, or lists its key, some may have been sent. */
  #outcomeOf(outcome: Outcome<unknown>, count: number): WriteOutcome {
    const isAlone = count === 1 && !this.kind.trackKeys
    const isUnsent = outcome.how === 'rejected' && outcome.error.code === 'overloaded'
    return isAlone && isUnsent ? 'refused' : 'unknown'
  }
}
