import type { Milliseconds } from '@lmc/transport'
import type { ProblemKind } from '@lmc/transport-tests/faults'

/** What a run has come to so far. */
export class Tally {
  /** How many calls resolved. */
  resolved = 0
  /** How many calls rejected, by the error's code. */
  readonly rejected: Map<string, number> = new Map()
  /** How many values were found. */
  hits = 0
  /** How many times none was. */
  misses = 0
  /** How many additions to counts were confirmed. */
  counted = 0
  /** How many loads were judged: those while no fault was felt. */
  loads = 0
  /** How many answers a write of unknown outcome accounts for. */
  stale = 0
  /** How long the longest call took. */
  longest: Milliseconds = 0
  readonly problems: Record<ProblemKind, number> = { wrong: 0, hung: 0, foreign: 0, unhandled: 0 }

  get calls(): number {
    let calls = this.resolved + this.problems.hung + this.problems.foreign
    for (const count of this.rejected.values()) calls += count
    return calls
  }

  /** The part of the reads that found something, 0 to 1. */
  get hitShare(): number {
    return this.hits / Math.max(1, this.hits + this.misses)
  }

  countRejected(rejected: Readonly<Record<string, number>>): void {
    for (const [code, count] of Object.entries(rejected))
      this.rejected.set(code, (this.rejected.get(code) ?? 0) + count)
  }
}
