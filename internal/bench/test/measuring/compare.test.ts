import { describe, expect, it } from 'vitest'
import { compare, type Entrant } from '../../src/measuring/compare.ts'
import { outcomeTable } from '../../src/pages/outcome-table.ts'
import { get } from '../../src/workloads/get.ts'
import type { Run } from '../../src/workloads/workload.ts'

const run: Run = { workload: get('get', 'get 100 B', 100), inFlight: 64 }

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
        return { milliseconds: 1, callsPerSecond, cpuPerCall: 5, p50: 1, p99: 2 }
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

  it('leaves an entrant out of a workload that it takes no part in', async () => {
    const entrants = [entrant('a', 100, []), { ...entrant('b', 100, []), workloads: ['set'] }]
    const { figures, problems } = await compare(run, entrants, { rounds: 1, roundTime: 1 })
    expect([...figures.keys()]).toEqual(['a'])
    expect(problems.size).toBe(0)
  })

  it('gives a slow entrant three rounds when these take twice the time of all', async () => {
    const turns: string[] = []
    const slow = entrant('slow', 100, turns)
    const round = async () => ({ ...(await slow.worker.round()), milliseconds: 10 })
    await compare(run, [{ ...slow, worker: { ...slow.worker, round } }], { rounds: 9, roundTime: 1 })
    expect(turns).toHaveLength(3)
  })

  it('has three rounds when it is late', async () => {
    const turns: string[] = []
    await compare(run, [entrant('a', 100, turns)], { rounds: 9, roundTime: 1, endBy: 0 })
    expect(turns).toHaveLength(3)
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
        '|      | calls/s |   ± | x slow | CPU/call |     p50 |     p99 |',
        '| ---- | ------: | --: | -----: | -------: | ------: | ------: |',
        '| fast |   1,200 | 0 % |   3.00 |   5.0 µs | 1.00 ms | 2.00 ms |',
        '| slow |     400 | 0 % |   1.00 |   5.0 µs | 1.00 ms | 2.00 ms |',
        '',
        'Not ranked: wrong: round went wrong',
      ].join('\n'),
    )
  })
})
