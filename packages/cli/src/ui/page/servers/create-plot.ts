import UPlot, { type AlignedData } from 'uplot'
import type { Metric } from '../../../top/metrics.ts'
import { shown } from './plot-data.ts'

const HEIGHT = 132

/** The lines and the axis of time show at least so many seconds. */
const LEAST_SPAN = 60

interface CreatePlotOptions {
  readonly element: HTMLElement
  readonly metric: Metric
  readonly data: AlignedData
  /** How many lines there are. */
  readonly servers: number
  /** Is told which of the numbers is pointed at; `undefined`: none. */
  readonly onPoint: (index: number | undefined) => void
}

/** Draws the lines of a metric, in the colours that the page has now. */
export function createPlot({ element, metric, data, servers, onPoint }: CreatePlotOptions): UPlot {
  const colour = (name: string): string => colourOf(element, name)
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
  }
  return new UPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { sync: { key: 'servers' }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { range: (_, from, to) => [Math.min(from, to - LEAST_SPAN), to] },
        y: { range: (_, _from, to) => [0, highest(metric, to)] },
      },
      axes: [
        { ...axis, size: 26, space: 70, values: (_, seconds) => seconds.map(timeOf) },
        {
          ...axis,
          size: 64,
          space: 32,
          ...(increments[metric.unit] && { incrs: increments[metric.unit] }),
          values: (_, numbers) => numbers.map((number) => shown(metric, number)),
        },
      ],
      series: [
        {},
        ...Array.from({ length: servers }, (_, index) => ({
          stroke: colour(`--line-${index % 8}`),
          width: 1.5,
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    },
    data,
    element,
  )
}

/** Where the axis ends: at the most that there can be, or a little above what there was. */
function highest({ most, unit }: Metric, was: number | null): number {
  if (most !== undefined) return 1
  const least = unit === 'share' ? 0.01 : 1
  return was === null ? least : Math.max(least, was * 1.1)
}

/** What may lie between two lines of the grid; absent: any round number. */
const increments: Readonly<Partial<Record<Metric['unit'], number[]>>> = {
  bytes: Array.from({ length: 50 }, (_, power) => 2 ** power),
  count: Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat(),
}

/** A colour of the page as a canvas takes it. */
function colourOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function timeOf(seconds: number): string {
  return clock.format(seconds * 1000)
}
