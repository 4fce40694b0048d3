import type { Milliseconds } from '@lmc/transport'

/**
 * What no transport may do:
 *
 * - `hung`: a call did not settle within its time-out, and a second more.
 * - `wrong`: a call resolved to what could not have been there.
 * - `foreign`: a call rejected with something else than a `TransportError`, or threw.
 * - `unhandled`: an error came out that belongs to no call.
 */
export type ProblemKind = 'hung' | 'wrong' | 'foreign' | 'unhandled'

export interface Problem {
  readonly kind: ProblemKind
  /** What was asked and what came, under which script. */
  readonly text: string
}

/** What was seen while a clause ran. */
export class Findings {
  /** How many calls resolved. */
  resolved = 0
  /** How many calls rejected, by the error's code. */
  readonly rejected: Map<string, number> = new Map()
  /** How many answers an earlier write of unknown outcome accounts for. */
  stale = 0
  readonly problems: Problem[] = []
  /** How long each call took. */
  readonly durations: Milliseconds[] = []
  /** What the clause measured, each time, by a name with its unit. Nothing is held against them. */
  readonly figures: Map<string, number[]> = new Map()

  countRejection(code: string): void {
    this.rejected.set(code, (this.rejected.get(code) ?? 0) + 1)
  }

  note(name: string, figure: number): void {
    const figures = this.figures.get(name)
    if (figures) figures.push(figure)
    else this.figures.set(name, [figure])
  }

  report(kind: ProblemKind, text: string): void {
    this.problems.push({ kind, text })
  }

  /** How many problems of a kind there are. */
  count(kind: ProblemKind): number {
    return this.problems.filter((problem) => problem.kind === kind).length
  }
}
