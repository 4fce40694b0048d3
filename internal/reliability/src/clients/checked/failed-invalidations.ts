import type { Failure } from '@lmc/client'
import { now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'

export interface FailedInvalidationsOptions {
  /** The client's. */
  readonly name: string
  readonly recorder: Recorder
}

/**
 * Counts the invalidations of a client that have failed: with `failures: 'miss'` their calls resolve
 * nevertheless.
 */
export class FailedInvalidations {
  /** Of any kind. */
  total = 0
  /** How many flushes a server has refused, retries among them; nothing is owed of those. */
  refusals = 0
  readonly #options: FailedInvalidationsOptions
  readonly #counts = new Map<string, number>()

  constructor(options: FailedInvalidationsOptions) {
    this.#options = options
  }

  /** Says that a server has refused to be flushed. */
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

  /** How many of the key have failed, or of `dependentsOf` a name. */
  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }
}

/** Under which name failed invalidations of what depends on something are counted. */
export function dependentsOf(name: unknown): string {
  return `what depends on ${JSON.stringify(name)}`
}

function nameOfKey(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key)
}
