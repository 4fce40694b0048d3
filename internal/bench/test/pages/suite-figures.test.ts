import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/measuring/compare.ts'
import { suiteFigures } from '../../src/pages/suite-figures.ts'
import { clients } from '../../src/suites/clients.ts'
import { get } from '../../src/workloads/get.ts'

const workload = get('get', 'get 100 B', 100)

function outcome(inFlight: number, callsPerSecond: Readonly<Record<string, number>>): Outcome {
  const figures = new Map(
    Object.entries(callsPerSecond).map(([name, own]) => [
      name,
      { callsPerSecond: own, spread: 0, cpuPerCall: 1, p50: 0.5, p99: 2 },
    ]),
  )
  return { run: { workload, inFlight }, figures, problems: new Map() }
}

const rest = { setting: 'Node 22', notes: [], imports: [], plot: undefined }

describe('suiteFigures', () => {
  const ahead = outcome(4, { limit: 400, floor: 200, meta: 100, 'memjs 1.3.2': 90, 'memcache 1.10.0': 125 })
  const behind = outcome(64, { floor: 200, meta: 180, 'memjs 1.3.2': 20 })

  it('compares the subject with the marks and the best peer, run by run', () => {
    const { summary } = suiteFigures(clients, [ahead, behind], rest)
    expect(summary.split('\n').slice(2, 6)).toEqual([
      '|                         | calls/s | x limit | x floor | x best peer | best peer       | CPU/call |     p50 |     p99 |',
      '| ----------------------- | ------: | ------: | ------: | ----------: | --------------- | -------: | ------: | ------: |',
      '| get 100 B, 4 in flight  |     100 |    0.25 |    0.50 |        0.80 | memcache 1.10.0 |   1.0 µs | 0.50 ms | 2.00 ms |',
      '| get 100 B, 64 in flight |     180 |       - |    0.90 |        9.00 | memjs 1.3.2     |   1.0 µs | 0.50 ms | 2.00 ms |',
    ])
  })

  it('names each run in which a peer is ahead, or says that there is none', () => {
    const line = '- get 100 B, 4 in flight: memcache 1.10.0 1.25'
    expect(suiteFigures(clients, [ahead, behind], rest).summary.endsWith(`\n\n${line}`)).toBe(true)
    expect(suiteFigures(clients, [behind], rest).summary).toContain('Nowhere in this run.')
  })

  it('has a row for each contender and a column for each number of calls in flight', () => {
    const { text } = suiteFigures(clients, [ahead, behind], rest)
    expect(text).toContain('### get 100 B\n\n| Calls a second  |   4 |  64 |')
    expect(text).toContain('| memjs 1.3.2     |  90 |  20 |')
    expect(text).toContain('| limit           | 400 |   - |')
  })

  it('says why a contender is not ranked', () => {
    const failed = { ...behind, problems: new Map([['memcached 2.2.2', 'it timed out']]) }
    const { text } = suiteFigures(clients, [failed], rest)
    expect(text).toContain('### Not ranked\n\n- get 100 B, 64 in flight: memcached 2.2.2: it timed out')
  })
})
