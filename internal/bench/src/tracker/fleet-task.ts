import type { Milliseconds } from '@lmc/transport'
import type { IndexTraffic } from './index-traffic.ts'

/** What one process of a fleet is started with. */
export interface FleetMember {
  readonly servers: readonly string[]
  /** Which one of the fleet, from 0 on. */
  readonly member: number
  readonly members: number
}

/** What a process of a fleet is told to do. */
export interface FleetTask {
  readonly trackKeys: boolean
  readonly milliseconds: Milliseconds
}

/** What came of it. */
export interface FleetResult {
  readonly sets: number
  readonly failures: number
  readonly latencies: readonly Milliseconds[]
  readonly traffic: IndexTraffic
}

/** So many calls each process has in flight. */
export const IN_FLIGHT_EACH = 32

/** So many keys all processes set again and again. */
export const FLEET_KEYS = 100_000

export const FLEET_NAMESPACE = 'fleet'
