import type { Limits } from '../src/calls/limits.ts'

/** Limits for a pipeline alone, which has no socket. */
export const limits: Limits = {
  timeout: 1000,
  connectTimeout: 500,
  maxInFlight: 1000,
  maxInFlightBytes: 2 ** 20,
  itemLimit: 2 ** 20,
}
