import sparkly from 'sparkly'
import { duration } from '../output/figures.ts'
import type { Course } from './course.ts'
import { crop } from './crop.ts'
import type { Figures } from './figures.ts'
import type { Frame } from './frame.ts'
import { type Metric, metrics } from './metrics.ts'

const NAME_WIDTH = 13
const VALUE_WIDTH = 12
const LEAST_SPARKS = 8
const MOST_SPARKS = 60
const GAP = 2

/** How many servers have room beside each other, at least one. */
export function serversInSight(columns: number): number {
  return Math.max(1, Math.floor((columns - NAME_WIDTH) / (VALUE_WIDTH + 1 + LEAST_SPARKS + GAP)))
}

/** The figures of servers, a server a column, as lines. */
export function overview(courses: readonly Course[], { columns, style }: Frame): string[] {
  const width = Math.floor((columns - NAME_WIDTH) / courses.length)
  const sparks = Math.max(0, Math.min(MOST_SPARKS, width - VALUE_WIDTH - 1 - GAP))
  const cellWidth = Math.min(width, VALUE_WIDTH + 1 + sparks + GAP) - GAP
  const row = (name: string, cells: readonly string[]): string =>
    [style('dim', name.padEnd(NAME_WIDTH)), ...cells].join('').trimEnd()
  const cell = (text: string): string => crop(text, cellWidth).padEnd(cellWidth + GAP)
  return [
    row(
      '',
      courses.map(({ server }) => style('bold', cell(server))),
    ),
    row(
      '',
      courses.map(({ now }) =>
        now === undefined ? style('red', cell('down')) : style('green', cell(stateOf(now))),
      ),
    ),
    ...metrics.map((metric) =>
      row(
        metric.name,
        courses.map((course) => {
          const value = crop(valueOf(metric, course), cellWidth).padStart(Math.min(VALUE_WIDTH, cellWidth))
          return (
            `${value} ` +
            `${style('cyan', sparksOf(metric, course, sparks).padEnd(sparks))}${' '.repeat(GAP)}`
          )
        }),
      ),
    ),
  ]
}

function stateOf({ version, uptime }: Figures): string {
  return `${version}, up ${duration(uptime)}`
}

function valueOf({ of, show }: Metric, { now }: Course): string {
  const number = now && of(now)
  return now === undefined || number === undefined ? '-' : show(number, now)
}

/** The course of a figure, the newest at the right; a blank where there is none. */
function sparksOf({ of, most }: Metric, { figures, now }: Course, width: number): string {
  if (width === 0) return ''
  const numbers = figures.slice(-width).map((figure) => (figure && of(figure)) ?? Number.NaN)
  const highest =
    now !== undefined && most !== undefined ? most(now) : Math.max(...numbers.filter(Number.isFinite))
  return sparkly(numbers, { minimum: 0, maximum: highest > 0 ? highest : 1 })
}
