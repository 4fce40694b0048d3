import { assertServers } from './assert-servers.ts'
import type { WeightedServer } from '../distribution.ts'

/** A row in which each server stands as many times as its weight says, all of its slots beside each other. */
export interface Slots {
  /** How many there are. */
  readonly count: number
  /** The index of the server of a slot. */
  readonly serverAt: (slot: number) => number
}

/** @throws {RangeError} as `assertServers`. */
export function createSlots(servers: readonly WeightedServer[]): Slots {
  assertServers(servers)
  let count = 0
  const ends = servers.map(({ weight }) => (count += weight))
  return { count, serverAt: (slot) => ends.findIndex((end) => slot < end) }
}
