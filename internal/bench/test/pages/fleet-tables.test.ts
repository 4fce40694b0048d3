import { describe, expect, it } from 'vitest'
import type { Figures } from '../../src/measuring/figures.ts'
import { fleetTables } from '../../src/pages/fleet-tables.ts'
import { get } from '../../src/workloads/get.ts'

function figuresOf(callsPerSecond: number): Figures {
  return { callsPerSecond, spread: 0, cpuPerCall: 2, p50: 1, p99: 2 }
}

describe('fleetTables', () => {
  it('compares each client with itself over the first fleet, and says who is not ranked', () => {
    const outcome = {
      run: { workload: get('get', 'get 100 B', 100), inFlight: 64 },
      figures: new Map([
        ['meta, 1 server', figuresOf(4000)],
        ['meta, 10 servers', figuresOf(1000)],
        ['memjs 1.3.2, 1 server', figuresOf(500)],
      ]),
      problems: new Map([['memjs 1.3.2, 10 servers', 'it timed out']]),
    }
    const tables = fleetTables(outcome, ['meta', 'memjs 1.3.2', 'absent'], ['1 server', '10 servers'])
    expect(tables.split('\n\n').slice(1)).toEqual([
      [
        '| x 1 server  | 1 server | 10 servers |',
        '| ----------- | -------: | ---------: |',
        '| meta        |     1.00 |       0.25 |',
        '| memjs 1.3.2 |     1.00 |          - |',
      ].join('\n'),
      expect.stringContaining('| CPU/call, µs |'),
      'Not ranked: memjs 1.3.2, 10 servers: it timed out',
    ])
  })
})
