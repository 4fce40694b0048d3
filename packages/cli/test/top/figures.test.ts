import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../src/top/figures.ts'

const counters = {
  pid: '1',
  uptime: '10',
  version: '1.6.18',
  limit_maxbytes: '1000',
  bytes: '250',
  curr_items: '3',
}
const sample = (at: number, statistics: Record<string, string>) => ({
  at,
  statistics: { ...counters, ...statistics },
})

describe('figuresOf', () => {
  it('knows no rates of a single sample', () => {
    expect(figuresOf(sample(0, { cmd_get: '100', get_hits: '80' }), undefined)).toMatchObject({
      getsPerSecond: undefined,
      hitRatio: undefined,
      memory: 250,
      memoryLimit: 1000,
      items: 3,
    })
  })

  it('gives what was gained a second, whatever the time between', () => {
    const names =
      'cmd_get get_hits get_misses cmd_set delete_hits delete_misses cmd_touch incr_hits decr_misses bytes_read bytes_written evictions rusage_user rusage_system'
    const samples = [
      [5, '100 80 20 7 1 1 4 1 1 1000 10 5 1.5 0.25'],
      [7, '110 89 21 17 2 4 8 2 4 3000 12 5 2 0.75'],
    ] as const
    const [before, now] = samples.map(([at, figures]) => {
      const values = figures.split(' ')
      return sample(
        at,
        Object.fromEntries(names.split(' ').map((name, index) => [name, values[index] ?? ''])),
      )
    })
    if (now === undefined) throw new Error('no sample')
    expect(figuresOf(now, before)).toMatchObject({
      getsPerSecond: 5,
      hitRatio: 0.9,
      setsPerSecond: 5,
      deletesPerSecond: 2,
      touchesPerSecond: 2,
      countsPerSecond: 2,
      bytesInPerSecond: 1000,
      bytesOutPerSecond: 1,
      evictionsPerSecond: 0,
      cpu: 0.5,
    })
  })

  it('knows no hit ratio where nothing was read', () => {
    expect(figuresOf(sample(2, { get_hits: '5' }), sample(1, { get_hits: '5' })).hitRatio).toBeUndefined()
  })

  it.each([
    ['another process', { pid: '2', uptime: '11' }],
    ['a clock that has begun anew', { uptime: '0' }],
  ])('knows no rates across a restart: %s', (_, statistics) => {
    const figures = figuresOf(sample(2, { cmd_get: '3', ...statistics }), sample(1, { cmd_get: '100' }))
    expect(figures.getsPerSecond).toBeUndefined()
  })
})
