import { median, quantile } from '@lmc/report'

/** With this many figures the greatest one is an accident, and the 99th percentile says more. */
const MANY = 100

/** Describes figures of one kind in words. The name ends with their unit: `time, ms`. */
export function figureText(name: string, figures: readonly number[]): string {
  const [, what = name, unit = ''] = /^(.*), (\S+)$/.exec(name) ?? []
  const show = (figure: number): string => `${round(figure)} ${unit}`.trimEnd()
  const [only] = figures
  if (figures.length === 1 && only !== undefined) return `${what}: ${show(only)}`
  const middle = `${what}: ${show(median(figures))}, median of ${figures.length.toLocaleString('en')}`
  return figures.length < MANY
    ? `${middle}; at most ${show(Math.max(...figures))}`
    : `${middle}; p99 ${show(quantile(figures, 0.99))}`
}

/** Rounds to whole numbers from 100, and to one decimal below. */
function round(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: Math.abs(figure) < 100 ? 1 : 0 })
}
