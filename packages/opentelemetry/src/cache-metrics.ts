import type { CallTrace } from '@lmc/client'
import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api'
import { Attribute } from './attributes/attribute.ts'
import { namespaceAttributes } from './attributes/call-attributes.ts'

/**
 * In seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/db/database-metrics/
 */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

const duration = { unit: 's', advice: { explicitBucketBoundaries: BUCKETS } }

/** The instruments for all caches of this process. */
export class CacheMetrics {
  readonly #operations: Histogram
  readonly #loadTimes: Histogram
  readonly #reads: Counter
  readonly #loads: Counter
  readonly #stored: Counter
  readonly #invalidated: Counter
  readonly #failures: Counter

  constructor(meter: Meter) {
    const count = (name: string, unit: string, description: string): Counter =>
      meter.createCounter(name, { unit, description })
    this.#operations = meter.createHistogram('db.client.operation.duration', {
      ...duration,
      description: 'Duration of database client operations.',
    })
    this.#loadTimes = meter.createHistogram('lmc.load.duration', {
      ...duration,
      description: 'How long getOrSet took where it found no fresh value: to wait, to load, to store.',
    })
    this.#reads = count('lmc.reads', '{read}', 'Keys that were read, by what was found.')
    this.#loads = count('lmc.loads', '{load}', 'How often a load function was called.')
    this.#stored = count('lmc.stored', '{value}', 'Values that were stored.')
    this.#invalidated = count('lmc.invalidated', '{value}', 'Values that were dropped.')
    this.#failures = count('lmc.failures', '{failure}', 'Failures that calls have reported.')
  }

  /** @param seconds how long the call took. */
  call(call: CallTrace, attributes: Attributes, seconds: number): void {
    if (call.operation === 'load') this.#loadTimes.record(seconds, attributes)
    else this.#operations.record(seconds, attributes)
    const where = namespaceAttributes(call.namespace)
    for (const [result, count] of [
      ['hit', call.hits],
      ['miss', call.misses],
      ['stale', call.stale],
    ] as const)
      if (count > 0) this.#reads.add(count, { ...where, [Attribute.result]: result })
    for (const [counter, count] of [
      [this.#loads, call.loads],
      [this.#stored, call.stored],
      [this.#invalidated, call.invalidated],
      [this.#failures, call.failures],
    ] as const)
      if (count > 0) counter.add(count, where)
  }
}
