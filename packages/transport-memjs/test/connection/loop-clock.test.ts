import { describe, expect, it } from 'vitest'
import { LoopClock } from '../../src/connection/loop-clock.ts'

function hold(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('LoopClock', () => {
  it('stands still before its first tick, and after it was stopped', () => {
    const loopClock = new LoopClock(10)
    hold(5)
    expect(loopClock.now).toBe(0)
    loopClock.tick()
    hold(5)
    loopClock.stop()
    const stopped = loopClock.now
    expect(stopped).toBeGreaterThanOrEqual(5)
    hold(5)
    expect(loopClock.now).toBe(stopped)
  })

  it('counts 20 ms of a loop that was held for 50, where it ticks every 10', () => {
    const loopClock = new LoopClock(10)
    loopClock.tick()
    hold(50)
    expect(loopClock.now).toBe(20)
    loopClock.tick()
    expect(loopClock.now).toBeGreaterThanOrEqual(20)
    hold(5)
    expect(loopClock.now).toBeGreaterThanOrEqual(25)
  })
})
