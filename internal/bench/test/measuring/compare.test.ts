import { describe, expect, it } from 'vitest'
import { compare, type Entrant } from '../../src/measuring/compare.ts'
import { outcomeTable } from '../../src/pages/outcome-table.ts'
import { runs } from '../../src/workloads/runs.ts'
import type { Run } from '../../src/workloads/workload.ts'

const [run] = runs as [Run]

/** An entrant with equal rounds, or one that fails at one of its steps. */
function entrant(
  name: string,
  callsPerSecond: number,
  turns: string[],
  failing?: 'prepare' | 'round',
): Entrant {
  const fail = (step: string): void => {
    if (step === failing) throw new Error(`${step} went wrong`)
  }
  return {
    name,
    worker: {
      open: async () => {},
      prepare: async () => fail('prepare'),
      round: async () => {
        turns.push(name)
        fail('round')
        return { callsPerSecond, cpuPerCall: 5, p99: 2 }
      },
      close: async () => {},
    },
  }
}

describe('compare', () => {
  it('lets the entrants take turns, another one first in each round', async () => {
    const turns: string[] = []
    const entrants = ['a', 'b', 'c'].map((name) => entrant(name, 100, turns))
    await compare(run, entrants, { rounds: 3, roundTime: 1 })
    expect(turns.join('')).toBe('abcbcacab')
  })

  it.each(['prepare', 'round'] as const)(
    'reports an entrant that fails at %s, and ranks the others',
    async (step) => {
      const entrants = [entrant('right', 100, []), entrant('wrong', 900, [], step)]
      const { figures, problems } = await compare(run, entrants, { rounds: 2, roundTime: 1 })
      expect([...figures.keys()]).toEqual(['right'])
      expect([...problems]).toEqual([['wrong', `${step} went wrong`]])
    },
  )
})

describe('outcomeTable', () => {
  it('has a row for each entrant, its ratio to the marks, and a sentence about one that failed', async () => {
    const entrants = [entrant('fast', 1200, []), entrant('slow', 400, []), entrant('wrong', 900, [], 'round')]
    const table = outcomeTable(await compare(run, entrants, { rounds: 2, roundTime: 1 }), ['slow', 'absent'])
    expect(table).toBe(
      [
        '|      | calls/s |   ± | x slow | CPU/call |     p99 |',
        '| ---- | ------: | --: | -----: | -------: | ------: |',
        '| fast |   1,200 | 0 % |   3.00 |   5.0 µs | 2.00 ms |',
        '| slow |     400 | 0 % |   1.00 |   5.0 µs | 2.00 ms |',
        '',
        'Not ranked: wrong: round went wrong',
      ].join('\n'),
    )
  })
})
