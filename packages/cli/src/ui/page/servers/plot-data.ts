import type { AlignedData } from 'uplot'
import type { Figures } from '../../../top/figures.ts'
import type { Metric } from '../../../top/metrics.ts'
import type { ServerCourse } from '../../api/server-course.ts'

/** What a plot shows: of what has a most, the share of it. */
function plotted({ of, most }: Metric, figures: Figures): number | undefined {
  const figure = of(figures)
  if (figure === undefined || most === undefined) return figure
  const highest = most(figures)
  return highest > 0 ? figure / highest : undefined
}

/** A number of a plot as text. */
export function shown({ most, show }: Metric, number: number): string {
  // A share is the figure of a server whose most is 1.
  return show(number, most === undefined ? NONE : { ...NONE, memoryLimit: 1 })
}

/** The numbers of a plot: the seconds since 1970, and a line a server, with gaps where it was down. */
export function plotData(metric: Metric, courses: readonly ServerCourse[]): AlignedData {
  const seconds = (courses[0]?.samples ?? []).map(({ at }) => at / 1000)
  const lines = courses.map(({ samples }) =>
    samples.map(({ figures }) => (figures === null ? null : (plotted(metric, figures) ?? null))),
  )
  return [seconds, ...lines]
}

const NONE = { memoryLimit: 0 } as Figures
