import type { Failure } from '@lmc/client'
import { now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'

export interface FailedInvalidationsOptions {
  /** The name of the client. */
  readonly name: string
  readonly recorder: Recorder
}

/** Counts the failed invalidations of a client. With `failures: 'miss'` their calls resolve. */
export class FailedInvalidations {
  /** All failed invalidations. */
  total = 0
  /** How many flushes a server has refused, with retries. The client does not retry these. */
  refusals = 0
  readonly #options: FailedInvalidationsOptions
  readonly #counts = new Map<string, number>()

  constructor(options: FailedInvalidationsOptions) {
    this.#options = options
  }

  /** Notes that a server has refused a flush. */
  refuse(): void {
    const { recorder, name: client } = this.#options
    this.refusals++
    recorder.add({ kind: 'refusal', at: now(), client })
  }

  count({ operation, key }: Failure): void {
    if (!operation.startsWith('invalidate')) return
    this.total++
    if (key === undefined) return
    const name = operation === 'invalidateDependents' ? dependentsOf(key) : nameOfKey(key)
    this.#counts.set(name, this.of(name) + 1)
  }

  /** How many invalidations of a key, or of `dependentsOf` a name, have failed. */
  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }
}

/** The name under which failed invalidations of a dependency are counted. */
export function dependentsOf(name: unknown): string {
  return `what depends on ${JSON.stringify(name)}`
}

function nameOfKey(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key)
}
