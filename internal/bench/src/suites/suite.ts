import type { Contender } from '../contenders/contender.ts'
import type { Workload } from '../workloads/workload.ts'

/** Clients that do the same work, and the work: a page of figures. */
export interface Suite {
  /** Whether the page has the times of imports. */
  readonly measuresImports?: boolean
  /** The path of the page, from `package.json` and without `.md`. */
  readonly page: string
  /** The name of the part of the page that the figures go to. Absent: a part for each Node. */
  readonly part?: string
  /** What all are compared with, and what is no client of its own: the first columns of ratios. */
  readonly marks: readonly Contender[]
  /** The contender whose figures the page is about. */
  readonly subject: Contender
  /** The clients of others. The page says where one of them is ahead of the subject. */
  readonly peers: readonly Contender[]
  /** All others, which only have figures. */
  readonly others: readonly Contender[]
  readonly workloads: readonly Workload[]
  /** The numbers of calls in flight at which each workload is measured. */
  readonly inFlight: readonly number[]
  /** The workload of the plot; absent for no plot. */
  readonly plotted?: Workload
}

/** All contenders of a suite, in the order of the tables. */
export function contendersOf({ marks, subject, peers, others }: Suite): Contender[] {
  return [...marks, subject, ...peers, ...others]
}
