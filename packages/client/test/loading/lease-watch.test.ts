import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lease } from '../../src/header/lease-field.ts'

// The watch uses the clock from the time when its module was loaded. An earlier file of this process may have
// loaded it already, and a later file needs it with the real clock.
const now = { value: 0 }
vi.resetModules()
vi.doMock('@lmc/transport', () => ({ clock: { now: () => now.value } }))
afterAll(() => {
  vi.doUnmock('@lmc/transport')
  vi.resetModules()
})
const { LeaseWatch } = await import('../../src/loading/claims/lease-watch.ts')

const leaseOf = (lease: Partial<Lease> = {}): Lease => ({
  token: randomBytes(8),
  duration: 10,
  isGivenUp: false,
  failures: 0,
  ...lease,
})

describe('LeaseWatch', () => {
  let watch: InstanceType<typeof LeaseWatch>
  beforeEach(() => {
    now.value = 5_000_000
    watch = new LeaseWatch()
  })
  afterEach(() => {
    now.value = 0
  })

  it('waits for a lease for its longest time, from when it is first seen', () => {
    const lease = leaseOf()
    for (const [elapsed, advice] of [
      [0, 'wait'],
      [9999, 'wait'],
      [10_000, 'takeOver'],
    ] as const) {
      now.value = 5_000_000 + elapsed
      expect(watch.see(lease)).toBe(advice)
    }
  })

  it('waits anew for another lease, but not for one process after the other', () => {
    expect(watch.see(leaseOf())).toBe('wait')
    now.value += 9000
    expect(watch.see(leaseOf())).toBe('wait')
    now.value += 9000
    expect(watch.see(leaseOf())).toBe('wait')
    now.value += 12_000
    expect(watch.see(leaseOf())).toBe('loadAlone')
  })

  it('takes over a lease that was given up, and does not wait for a later holder', () => {
    expect(watch.see(leaseOf({ isGivenUp: true, failures: 255 }))).toBe('takeOver')
    expect(watch.see(leaseOf({ failures: 255 }))).toBe('wait')
    expect(watch.see(leaseOf({ isGivenUp: true, failures: 0 }))).toBe('loadAlone')
  })

  it('loads alone when the awaited holder has failed, also when another has already taken over', () => {
    expect(watch.see(leaseOf())).toBe('wait')
    expect(watch.see(leaseOf({ failures: 1 }))).toBe('loadAlone')
    const second = new LeaseWatch()
    expect(second.see(leaseOf())).toBe('wait')
    expect(second.see(leaseOf({ failures: 1, isGivenUp: true }))).toBe('loadAlone')
  })
})
