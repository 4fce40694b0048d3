import { describe, expect, it } from 'vitest'
import { linePlot } from '../../src/pages/line-plot.ts'

const svg = linePlot(
  [
    {
      name: 'fast & <sound>',
      points: [
        [1, 1000],
        [10, 5000],
        [100, 9000],
      ],
    },
    {
      name: 'slow',
      points: [
        [1, 500],
        [10, 500],
        [100, 500],
      ],
    },
  ],
  { title: 'calls', xTitle: 'in flight' },
)

describe('linePlot', () => {
  it('has a line of three points for each series, with the logarithm of x', () => {
    const lines = [...svg.matchAll(/<path d="M([^"]*)" fill="none"/g)].map(([, path]) =>
      path?.split('L').map((at) => at.split(' ').map(Number)),
    )
    expect(lines).toHaveLength(2)
    const [start = [], middle = [], end = []] = lines[0] ?? []
    expect(middle[0]).toBeCloseTo(((start[0] ?? 0) + (end[0] ?? 0)) / 2, 0)
    expect(end[1]).toBeLessThan(start[1] ?? 0)
  })

  it('names the series, escaped', () => {
    expect(svg).toContain('fast &amp; &lt;sound>')
  })

  it('has axis labels up to the next round number above the greatest y', () => {
    for (const label of ['0', '2,500', '10,000']) expect(svg).toContain(`>${label}</text>`)
  })
})
