import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type UPlot from 'uplot'
import type { Metric } from '../../../top/metrics.ts'
import type { ServerCourse } from '../../api/server-course.ts'
import { useMedia } from '../parts/use-media.ts'
import { createPlot } from './create-plot.ts'
import { plotData, shown } from './plot-data.ts'

interface FigurePlotProps {
  readonly metric: Metric
  readonly courses: readonly ServerCourse[]
}

/** A figure of all servers over time. */
export function FigurePlot({ metric, courses }: FigurePlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | undefined>(undefined)
  const [pointed, setPointed] = useState<number | undefined>()
  const isDark = useMedia('(prefers-color-scheme: dark)')
  const data = useMemo(() => plotData(metric, courses), [courses])
  const servers = courses.map(({ server }) => server).join()

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    // The canvas has no colours that follow the scheme: the plot is made anew.
    const made = createPlot({ element, metric, data, servers: courses.length, onPoint: setPointed })
    plot.current = made
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: made.height }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [isDark, servers])
  useEffect(() => plot.current?.setData(data), [data])

  const [seconds, ...lines] = data
  const at = pointed ?? seconds.length - 1
  const readings = lines.map((line) => {
    const number = line[at]
    return typeof number === 'number' ? shown(metric, number) : '-'
  })
  const spoken = courses.map(({ server }, index) => `${server} ${readings[index]}`).join(', ')
  return (
    <figure class="plot">
      <figcaption>
        <h3>{metric.name}</h3>
        <p class="readings">
          {readings.map((reading, index) => (
            <span key={courses[index]?.server} class={`reading line-${index % LINES}`}>
              {reading}
            </span>
          ))}
        </p>
      </figcaption>
      <div ref={place} role="img" aria-label={`Course of ${metric.name}. Now: ${spoken}.`} />
    </figure>
  )
}

/** So many lines have colours of their own. */
export const LINES = 8
