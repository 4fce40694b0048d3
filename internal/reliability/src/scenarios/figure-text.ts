import { median, quantile } from '@lmc/report'

/** From so many on the greatest is an accident, and what 99 of 100 are not above says more. */
const MANY = 100

/** What figures of one kind come to, in words; the name ends with their unit: `time, ms`. */
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

/** With three digits at least where there are as many, and no more than one behind the point. */
function round(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: Math.abs(figure) < 100 ? 1 : 0 })
}
