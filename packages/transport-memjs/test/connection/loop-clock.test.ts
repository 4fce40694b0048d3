import { holdLoop } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import { LoopClock } from '../../src/connection/loop-clock.ts'

describe('LoopClock', () => {
  it('stands still before its first tick, and after it was stopped', () => {
    const loopClock = new LoopClock(10)
    holdLoop(5)
    expect(loopClock.now).toBe(0)
    loopClock.tick()
    holdLoop(5)
    loopClock.stop()
    const stopped = loopClock.now
    expect(stopped).toBeGreaterThanOrEqual(5)
    holdLoop(5)
    expect(loopClock.now).toBe(stopped)
  })

  it('counts 20 ms of a loop that was held for 50, where it ticks every 10', () => {
    const loopClock = new LoopClock(10)
    loopClock.tick()
    holdLoop(50)
    expect(loopClock.now).toBe(20)
    loopClock.tick()
    expect(loopClock.now).toBeGreaterThanOrEqual(20)
    holdLoop(5)
    expect(loopClock.now).toBeGreaterThanOrEqual(25)
  })
})
