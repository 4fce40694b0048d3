import { lookup } from 'node:dns'
import { clock, type Milliseconds } from '@lmc/transport'

/** The result of a look-up: at least one address, or why there is none. */
export type LookedUp = { readonly addresses: readonly string[] } | { readonly error: Error }

type Taker = (outcome: LookedUp) => void

interface LookUp {
  readonly takers: Set<Taker>
  /** Present once the addresses have come. */
  known?: { readonly addresses: readonly string[]; readonly until: Milliseconds }
}

/** By host name. The system has few threads for look-ups, and one that hangs blocks its thread. */
const lookUps = new Map<string, LookUp>()

/**
 * How long addresses are used again: a server that refuses connections may be tried thousands of times a
 * second.
 */
const REUSED: Milliseconds = 1000

/** How long addresses are of use that came after everybody had given up. */
const LATE: Milliseconds = 30_000

/**
 * Calls `take` with the addresses of a host, or with the reason why there are none; at once where they are
 * known. While a look-up of the name is under way, no second one is started in this process: all who ask get
 * the same result. Returns a function that ends the waiting.
 */
export function lookUp(host: string, take: Taker): () => void {
  const name = host.toLowerCase()
  const last = lookUps.get(name)
  if (last?.known && clock.now() < last.known.until) {
    last.known = { ...last.known, until: Math.min(last.known.until, clock.now() + REUSED) }
    take(last.known)
    return ignore
  }
  const pending = last && !last.known ? last : start(name)
  pending.takers.add(take)
  return () => void pending.takers.delete(take)
}

function start(name: string): LookUp {
  const pending: LookUp = { takers: new Set() }
  lookUps.set(name, pending)
  lookup(name, { all: true }, (error, found) => {
    const outcome = toOutcome(name, error, found)
    if ('error' in outcome) lookUps.delete(name)
    else {
      const lasts = pending.takers.size > 0 ? REUSED : LATE
      pending.known = { addresses: outcome.addresses, until: clock.now() + lasts }
    }
    for (const take of pending.takers) take(outcome)
    pending.takers.clear()
  })
  return pending
}

function toOutcome(
  name: string,
  error: Error | null,
  found: readonly { readonly address: string }[],
): LookedUp {
  if (error) return { error }
  const addresses = found.map(({ address }) => address)
  return addresses.length > 0 ? { addresses } : { error: new Error(`${name} has no address`) }
}

function ignore(): void {}
