import type { Figures } from '../../../top/figures.ts'
import type { ServerCourse } from '../../api/server-course.ts'

/** The newest figures of a server; `undefined` while it is down. */
export function figuresOf({ samples }: ServerCourse): Figures | undefined {
  return samples.at(-1)?.figures ?? undefined
}
