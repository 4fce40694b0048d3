import { setTimeout as sleep } from 'node:timers/promises'
import { holdLoop } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import { Alarm } from '../src/connection/alarm.ts'

/** Resolves to how late the alarm said to be, and how late it was. */
async function ring(wait: number, meanwhile = (): void => undefined): Promise<[said: number, was: number]> {
  const at = performance.now() + wait
  return new Promise((resolve) => {
    new Alarm((lateness) => resolve([lateness, performance.now() - at])).set(at)
    meanwhile()
  })
}

describe('Alarm', () => {
  it('rings at its moment, not before', async () => {
    const [said, was] = await ring(20)
    expect(said).toBeGreaterThanOrEqual(0)
    expect(was).toBeGreaterThanOrEqual(said)
  })

  it('does not ring early when it is set late in a tick that took long', async () => {
    await new Promise((resolve) => setImmediate(resolve))
    holdLoop(60)
    const [, was] = await ring(50)
    expect(was).toBeGreaterThanOrEqual(0)
  })

  it('says how late it is when the event loop was held', async () => {
    const [said] = await ring(10, () => holdLoop(100))
    expect(said).toBeGreaterThan(80)
  })

  it('does not ring when it is cleared, and once when it is set twice', async () => {
    let rings = 0
    const alarm = new Alarm(() => rings++)
    alarm.set(performance.now() + 1)
    alarm.clear()
    expect(alarm.at).toBe(Infinity)
    await sleep(20)
    expect(rings).toBe(0)
    alarm.set(performance.now() + 60_000)
    const at = performance.now() + 1
    alarm.set(at)
    expect(alarm.at).toBe(at)
    await sleep(30)
    expect(rings).toBe(1)
  })
})
