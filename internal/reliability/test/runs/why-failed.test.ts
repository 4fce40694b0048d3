import { describe, expect, it } from 'vitest'
import { FaultLog } from '../../src/faults/fault-log.ts'
import { Tally } from '../../src/runs/tally.ts'
import { whyFailed } from '../../src/runs/why-failed.ts'

async function faults(): Promise<FaultLog> {
  const log = new FaultLog()
  await log.during({ name: 'freeze', details: 'server 0', damages: false }, async () => {})
  return log
}

function tally(change: (tally: Tally) => void = () => {}): Tally {
  const good = new Tally()
  Object.assign(good, { resolved: 100, hits: 30, misses: 70, counted: 10, loads: 10 })
  change(good)
  return good
}

describe('whyFailed', () => {
  it('gives no reason for a run without problems', async () => {
    expect(whyFailed(tally(), await faults())).toEqual([])
  })

  it.each(['wrong', 'hung', 'foreign', 'unhandled'] as const)('names a problem that is %s', async (kind) => {
    expect(
      whyFailed(
        tally(({ problems }) => problems[kind]++),
        await faults(),
      ),
    ).toEqual([`${kind} 1; expected 0`])
  })

  it('gives a reason when too little was found or done', async () => {
    expect(
      whyFailed(
        tally((each) => (each.hits = 1)),
        await faults(),
      ),
    ).toEqual(['1.4 % of the reads found something; expected 10 % at least'])
    expect(whyFailed(tally(), new FaultLog())).toEqual(['No fault was played'])
    const uncounted = tally((each) => (each.counted = 0))
    expect(whyFailed(uncounted, await faults())).toEqual(['Nothing was counted'])
    expect(
      whyFailed(
        tally((each) => (each.resolved = 0)),
        await faults(),
      ),
    ).toEqual(['No call was made'])
  })
})
