import type { Milliseconds } from '@lmc/transport'

/**
 * What a transport must not do:
 *
 * - `hung`: a call did not settle within its timeout plus one second.
 * - `wrong`: a call resolved to an impossible answer.
 * - `foreign`: a call threw, or rejected with an error that is no `TransportError`.
 * - `unhandled`: there was an error that belongs to no call.
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
  /** How many answers are explained by an earlier write whose outcome is unknown. */
  stale = 0
  readonly problems: Problem[] = []
  /** How long each call took. */
  readonly durations: Milliseconds[] = []
  /** The measurements of the clause, by names with a unit. They are not compared with anything. */
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
