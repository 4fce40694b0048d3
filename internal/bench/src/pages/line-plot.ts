/** A line: its name, and y by x. */
export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface PlotOptions {
  readonly title: string
  readonly xTitle: string
}

const WIDTH = 760
const HEIGHT = 420
const LEFT = 70
const RIGHT = 190
const TOP = 40
const BOTTOM = 50
// Colours that colour-blind readers can distinguish: https://jfly.uni-koeln.de/color/
const COLORS = ['#000000', '#d55e00', '#e69f00', '#0072b2', '#56b4e9', '#009e73', '#cc79a7', '#999999']

/** An SVG of all series, with the logarithm of x, and y from 0. Each x of the first series has a tick. */
export function linePlot(series: readonly Series[], { title, xTitle }: PlotOptions): string {
  const xs = series[0]?.points.map(([x]) => x) ?? []
  const [low, high] = [Math.log(Math.min(...xs)), Math.log(Math.max(...xs))]
  const top = roundUp(Math.max(...series.flatMap(({ points }) => points.map(([, y]) => y))))
  const toX = (x: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * (Math.log(x) - low)) / (high - low || 1)
  const toY = (y: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * y) / top

  const yTicks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top)
  const grid = yTicks.map(
    (y) =>
      `<path d="M${LEFT} ${toY(y)}H${WIDTH - RIGHT}" stroke="#ddd"/>` +
      text(LEFT - 8, toY(y) + 4, y.toLocaleString('en'), 'end'),
  )
  const ticks = xs.map((x) => text(toX(x), HEIGHT - BOTTOM + 20, String(x), 'middle'))
  const lines = series.map(({ name, points }, i) => {
    const color = COLORS[i % COLORS.length]
    const path = points.map(([x, y]) => `${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`).join('L')
    const legendY = TOP + 10 + i * 22
    return (
      `<path d="M${path}" fill="none" stroke="${color}" stroke-width="2"/>` +
      `<path d="M${WIDTH - RIGHT + 15} ${legendY}h20" stroke="${color}" stroke-width="3"/>` +
      text(WIDTH - RIGHT + 42, legendY + 4, name, 'start')
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
      'font-family="sans-serif" font-size="12">',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 22, title, 'start'),
    ...grid,
    ...ticks,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, xTitle, 'middle'),
    ...lines,
    '</svg>\n',
  ].join('\n')
}

/** The next of 1, 2, 4, 6, 8, 10, 20 … at or above `value`. */
function roundUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * magnitude >= value) ?? 10
  return step * magnitude
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped}</text>`
}
