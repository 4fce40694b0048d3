import {
  isSameBytes,
  type CasItem,
  clock,
  isTransportError,
  type Item,
  type Seconds,
  type StoreOptions,
  type Transport,
} from '@lmc/transport'
import type { Call } from '../../calls/call.ts'
import { type Generations, NO_GENERATIONS, withHeader } from '../../header/item-header.ts'
import { type Lease, TOKEN_BYTES } from '../../header/lease-field.ts'
import type { NamespacedKeys } from '../../keys/namespaced-keys.ts'
import { OwnPrefix } from '../../keys/own-keys.ts'
import { type Claim, NO_CLAIM, type Permit } from './claim.ts'
import type { Flight } from '../flights/flight.ts'
import { isDue, isStale } from '../look.ts'
import type { Looks } from '../looks.ts'
import { Version } from './version.ts'

/** memcached drops an item up to a second early. */
const TICK: Seconds = 1

/** How long the mark of a given-up lease stays, so that all who wait see it. */
const MARK_LIFETIME: Seconds = 1 + TICK

const NO_VALUE: Item = { value: new Uint8Array(0), flags: 0 }

/**
 * - `ours`: this process loads
 * - `found`: another process has stored a value
 * - `wait`: another process loads
 */
export type Claimed =
  | { readonly how: 'ours'; readonly claim: Claim }
  | { readonly how: 'found'; readonly value: unknown }
  | { readonly how: 'wait' }

const WAIT: Claimed = { how: 'wait' }

export interface ClaimsOptions {
  readonly transport: Transport
  readonly namespacedKeys: NamespacedKeys
  readonly looks: Looks
}

/** The terms of a claim. */
export interface ClaimTerms {
  /** How long other processes wait. */
  readonly duration: Seconds
  /** The generations of the value's dependencies. Absent: it has none. */
  readonly generations: Generations | undefined
}

/**
 * Settles among all processes who loads a key. When the key holds nothing, the process that adds a lease
 * loads. A value that is stale or due is reloaded by the process that adds a permit: an item beside the
 * value, which expires by itself. The value stays as it is until the new one replaces it.
 */
export class Claims {
  readonly #options: ClaimsOptions

  constructor(options: ClaimsOptions) {
    this.#options = options
  }

  /**
   * Tries to get the right to load. When memcached fails, this reports the failure and gives a claim that
   * stores nothing.
   */
  async make(call: Call, flight: Flight, terms: ClaimTerms): Promise<Claimed> {
    if (flight.kind === 'blind') return ours(NO_CLAIM)
    try {
      const claimed = flight.kind === 'renewal' ? await this.#makeBeside(call, flight, terms) : undefined
      return claimed ?? (await this.#makeInPlace(call, flight, terms))
    } catch (error) {
      reportFailure(call, flight, error)
      return ours(NO_CLAIM)
    }
  }

  /**
   * Marks the lease as given up, so that other processes go on at once. A permit is left to expire.
   *
   * @param isDropped whether memcached has dropped the lease, as it does when a value is too large.
   */
  async giveUp(call: Call, flight: Flight, isDropped: boolean): Promise<void> {
    const { lease: held } = flight.claim
    if (held === undefined) return
    const failures = held.lease.failures + 1
    const { value, flags } = leaseItem({ ...held.lease, isGivenUp: true, failures }, undefined)
    try {
      if (await held.version.replace({ value, flags }, MARK_LIFETIME)) return
      const options = { flags, lifetime: MARK_LIFETIME }
      if (isDropped) await this.#options.transport.add(flight.memcachedKey, value, options)
    } catch (error) {
      reportFailure(call, flight, error)
    }
  }

  /** Lets other processes load at once. This process stores its value no more. */
  async release(call: Call, flight: Flight): Promise<void> {
    const { lease, permit } = flight.claim
    flight.claim = NO_CLAIM
    try {
      await lease?.version.delete()
      await this.#dropPermit(permit)
    } catch (error) {
      reportFailure(call, flight, error)
    }
  }

  /** Ends a renewal: drops the permit. */
  async finish(call: Call, flight: Flight): Promise<void> {
    try {
      await this.#dropPermit(flight.claim.permit)
    } catch (error) {
      reportFailure(call, flight, error)
    }
  }

  /** Resolves to `undefined` when the value is gone. */
  async #makeBeside(call: Call, flight: Flight, { duration }: ClaimTerms): Promise<Claimed | undefined> {
    const { transport, looks } = this.#options
    const { key, memcachedKey } = flight
    const [permit, item] = await Promise.all([
      this.#addPermit(call, flight, duration),
      transport.gets(memcachedKey),
    ])
    const look = item && (await looks.at(call, item, key))
    if (item === undefined || look?.value === undefined) {
      await this.#dropPermit(permit)
      // The value was dropped meanwhile, and no caller waits.
      if (!flight.isAwaited) return { how: 'found', value: undefined }
      flight.kind = 'missing'
      return undefined
    }
    if (isDue(look))
      return permit ? ours({ version: this.#versionOf(flight, item), permit, stale: look.value }) : WAIT
    await this.#dropPermit(permit)
    return { how: 'found', value: look.value }
  }

  async #makeInPlace(call: Call, flight: Flight, terms: ClaimTerms): Promise<Claimed> {
    const { transport, looks } = this.#options
    const { key, memcachedKey } = flight
    const { duration, generations } = terms
    const token = globalThis.crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))
    const lease: Lease = { token, duration, isGivenUp: false, failures: 0 }
    const own = leaseItem(lease, generations)
    let found: readonly [isAdded: boolean, item: CasItem | undefined]
    try {
      const options: StoreOptions = { flags: own.flags, lifetime: duration + TICK }
      found = await Promise.all([
        transport.add(memcachedKey, own.value, options),
        transport.gets(memcachedKey),
      ])
    } catch (error) {
      reportFailure(call, flight, error)
      // The lease may be there, or arrive after an invalidation. So this process stores nothing, and drops
      // the lease for the others.
      const version = new Version(transport, memcachedKey, own.value)
      return ours({ version: undefined, lease: { lease, version } })
    }
    const [isAdded, item] = found
    if (isAdded) return this.#leased(flight, lease, own, item)
    if (item === undefined) return WAIT
    const version = this.#versionOf(flight, item)
    const look = await looks.at(call, item, key)
    if (flight.kind === 'forced' || isStale(look)) return ours({ version, stale: look.value })
    if (look.value !== undefined) return { how: 'found', value: look.value }
    const advice = look.lease === undefined ? 'takeOver' : flight.watch.see(look.lease)
    if (advice === 'wait') return WAIT
    if (advice === 'loadAlone') return ours({ version })
    const next: Lease = { ...lease, failures: look.lease?.failures ?? 0 }
    const nextItem = leaseItem(next, generations)
    const isTaken = await version.replace(nextItem, duration + TICK)
    return isTaken ? this.#leased(flight, next, nextItem, undefined) : WAIT
  }

  /** @param item what the key held right after the lease was stored. */
  #leased(flight: Flight, lease: Lease, { value }: Item, item: CasItem | undefined): Claimed {
    const { transport } = this.#options
    const isThere = item !== undefined && isSameBytes(item.value, value)
    const version = new Version(transport, flight.memcachedKey, value, isThere ? item.cas : undefined)
    return ours({ version, lease: { lease, version } })
  }

  #versionOf({ memcachedKey }: Flight, { value, cas }: CasItem): Version {
    return new Version(this.#options.transport, memcachedKey, value, cas)
  }

  /** `undefined`: another process has the permit. When memcached fails, each process gets one. */
  async #addPermit(call: Call, flight: Flight, duration: Seconds): Promise<Permit | undefined> {
    const { transport, namespacedKeys } = this.#options
    const memcachedKey = OwnPrefix.permit + namespacedKeys.digest(flight.memcachedKey, undefined)
    const endsAt = clock.now() + duration * 1000
    try {
      const options = { lifetime: duration + TICK }
      return (await transport.add(memcachedKey, NO_VALUE.value, options))
        ? { memcachedKey, endsAt }
        : undefined
    } catch (error) {
      reportFailure(call, flight, error)
      return { memcachedKey, endsAt }
    }
  }

  async #dropPermit(permit: Permit | undefined): Promise<void> {
    // After its end, the item may be another process's permit.
    if (permit === undefined || clock.now() >= permit.endsAt) return
    await this.#options.transport.delete(permit.memcachedKey)
  }
}

function ours(claim: Claim): Claimed {
  return { how: 'ours', claim }
}

function leaseItem(lease: Lease, generations: Generations = NO_GENERATIONS): Item {
  return withHeader(NO_VALUE, { ...generations, lease })
}

function reportFailure(call: Call, { key }: Flight, error: unknown): void {
  if (!isTransportError(error)) throw error
  call.report(error, call.operation, key)
}
