import type { Milliseconds } from '@lmc/transport'
import type { ProblemKind } from '@lmc/transport-tests/faults'

/** The figures of a run so far. */
export class Tally {
  /** How many calls resolved. */
  resolved = 0
  /** How many calls rejected, by the error's code. */
  readonly rejected: Map<string, number> = new Map()
  /** How many values were found. */
  hits = 0
  /** How many reads found no value. */
  misses = 0
  /** How many additions to counts were confirmed. */
  counted = 0
  /** How many loads were judged: those without the effects of a fault. */
  loads = 0
  /** How many answers are explained by a write whose outcome is unknown. */
  stale = 0
  /** The time of the longest call. */
  longest: Milliseconds = 0
  readonly problems: Record<ProblemKind, number> = { wrong: 0, hung: 0, foreign: 0, unhandled: 0 }

  get calls(): number {
    let calls = this.resolved + this.problems.hung + this.problems.foreign
    for (const count of this.rejected.values()) calls += count
    return calls
  }

  /** The share of the reads that found a value, 0 to 1. */
  get hitShare(): number {
    return this.hits / Math.max(1, this.hits + this.misses)
  }

  countRejected(rejected: Readonly<Record<string, number>>): void {
    for (const [code, count] of Object.entries(rejected))
      this.rejected.set(code, (this.rejected.get(code) ?? 0) + count)
  }
}
