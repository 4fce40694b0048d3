import type { Figures } from '../../top/figures.ts'

/** The figures of a server at a moment. */
interface CourseSample {
  /** In milliseconds since 1970. */
  readonly at: number
  /** `null`: the server gave none. */
  readonly figures: Figures | null
}

/** The figures of a server over time. */
export interface ServerCourse {
  readonly server: string
  /** Why the server gives no figures now; `null`: it does, or was not asked yet. */
  readonly error: string | null
  /** The oldest first. */
  readonly samples: readonly CourseSample[]
}
