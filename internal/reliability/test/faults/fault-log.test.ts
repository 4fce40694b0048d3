import { describe, expect, it } from 'vitest'
import { FaultLog } from '../../src/faults/fault-log.ts'
import { now } from '../../src/judging/moment.ts'

describe('FaultLog', () => {
  it('knows when bytes may have changed, during a fault and after it', async () => {
    const log = new FaultLog()
    const before = now()
    let during = 0
    await log.during({ name: 'damage', details: 'server 0', damages: true }, async () => {
      during = now()
      expect(log.mayHaveDamaged(during, during)).toBe(true)
    })
    expect(log.mayHaveDamaged(before - 10, before - 1)).toBe(false)
    expect(log.mayHaveDamaged(before - 10, during)).toBe(true)
    const after = now() + 1
    expect(log.mayHaveDamaged(during, after)).toBe(true)
    expect(log.mayHaveDamaged(after, after)).toBe(false)
  })

  it('counts faults by name, and describes the faults during a call', async () => {
    const log = new FaultLog()
    await log.during({ name: 'freeze', details: 'server 1', damages: false }, async () => {})
    await log.during({ name: 'freeze', details: 'server 2', damages: false }, async () => {})
    expect(log.count).toBe(2)
    expect(log.counts).toEqual(new Map([['freeze', 2]]))
    expect(log.mayHaveDamaged(0, Infinity)).toBe(false)
    expect(log.circumstances(now(), now())).toMatch(
      /^freeze of server 1 \(-?\d+\.\d to -?\d+\.\d ms\), freeze of server 2 \(/,
    )
    expect(log.circumstances(0, 1)).toBe('no fault')
  })
})
