import type { Milliseconds, Seconds } from '@lmc/transport'
import { assertType } from '../options/assert-type.ts'
import type { KeyOptions } from '../options/call-options.ts'
import { toSeconds } from '../options/lifetime.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { LONGEST_LEASE } from '../header/lease-field.ts'
import type { DependencyDigests, DependencyGenerations } from '../values/dependency-generations.ts'
import type { GetOrSetOptions } from './get-or-set-options.ts'

const DEFAULT_LEASE: Seconds = 10

/** The longest time of a timer in Node.js. */
const LONGEST_TIMEOUT: Milliseconds = 2 ** 31 - 1

/** How a value is loaded and stored, with the defaults. */
export interface LoadTerms {
  readonly namespace: string | undefined
  readonly raw: KeyOptions['raw']
  readonly lifetime: Seconds
  readonly staleFor: Seconds
  readonly refreshAhead: Seconds
  readonly lease: Seconds
  readonly digests: DependencyDigests | undefined
}

/**
 * Checks the options of `getOrSet`.
 *
 * @throws {TypeError | RangeError} when an option is of a wrong type, or out of its range.
 */
export function assertLoadOptions(options: GetOrSetOptions): void {
  const { lifetime, staleFor, refreshAhead, lease, timeout, fresh } = options
  // Each hit comes through here, and most options are absent.
  if (lifetime !== undefined) toSeconds(lifetime)
  if (staleFor !== undefined) toSeconds(staleFor, 'staleFor')
  if (refreshAhead !== undefined) toSeconds(refreshAhead, 'refreshAhead')
  if (lease !== undefined) assertLease(toSeconds(lease, 'lease'))
  if (timeout !== undefined) assertTimeout(timeout)
  if (fresh !== undefined) assertType('fresh', fresh, 'boolean')
}

function assertTimeout(timeout: unknown): void {
  if (typeof timeout !== 'number')
    throw new TypeError(`timeout is of type ${typeof timeout}; expected milliseconds`)
  if (!(timeout >= 0 && timeout <= LONGEST_TIMEOUT))
    throw new RangeError(`timeout is ${timeout}; expected milliseconds, from 0 to ${LONGEST_TIMEOUT}`)
}

/** Applies the defaults. */
export function toLoadTerms(
  options: GetOrSetOptions,
  { namespace, lifetime }: Pick<ViewDefaults, 'namespace' | 'lifetime'>,
  generations: DependencyGenerations,
): LoadTerms {
  return {
    namespace: options.namespace ?? namespace,
    raw: options.raw,
    lifetime: toSeconds(options.lifetime ?? lifetime),
    staleFor: toSeconds(options.staleFor ?? 0),
    refreshAhead: toSeconds(options.refreshAhead ?? 0),
    lease: toSeconds(options.lease ?? DEFAULT_LEASE),
    digests: generations.digests(options),
  }
}

function assertLease(lease: Seconds): void {
  if (lease >= 1 && lease <= LONGEST_LEASE) return
  throw new RangeError(`lease is ${lease}; expected whole seconds, from 1 to ${LONGEST_LEASE}`)
}
