import { lookup } from 'node:dns'
import { clock, type Milliseconds } from '@lmc/transport'

/** The result of a look-up: at least one address, or why there is none. */
export type LookedUp = { readonly addresses: readonly string[] } | { readonly error: Error }

type Taker = (outcome: LookedUp) => void

interface LookUp {
  readonly takers: Set<Taker>
  /** Addresses that came after everybody had given up; the next one who asks gets them at once. */
  late?: { readonly outcome: LookedUp; readonly at: Milliseconds }
}

/**
 * The look-ups under way, by host name. The system has few threads for them, and one that hangs blocks its
 * thread.
 */
const lookUps = new Map<string, LookUp>()

/** How long addresses that came too late are still of use. */
const FRESH: Milliseconds = 30_000

/**
 * Calls `take` with the addresses of a host, or with the reason why there are none. While a look-up of the
 * name is under way, no second one is started in this process: all who ask get the same result. Returns a
 * function that ends the waiting.
 */
export function lookUp(host: string, take: Taker): () => void {
  const name = host.toLowerCase()
  const known = lookUps.get(name)
  if (known?.late && clock.now() - known.late.at < FRESH) {
    lookUps.delete(name)
    take(known.late.outcome)
    return ignore
  }
  const pending = known && !known.late ? known : start(name)
  pending.takers.add(take)
  return () => void pending.takers.delete(take)
}

function start(host: string): LookUp {
  const pending: LookUp = { takers: new Set() }
  lookUps.set(host, pending)
  lookup(host, { all: true }, (error, found) => {
    const outcome = toOutcome(host, error, found)
    if (pending.takers.size === 0 && !error) {
      pending.late = { outcome, at: clock.now() }
      return
    }
    lookUps.delete(host)
    for (const take of pending.takers) take(outcome)
  })
  return pending
}

function toOutcome(
  host: string,
  error: Error | null,
  found: readonly { readonly address: string }[],
): LookedUp {
  if (error) return { error }
  const addresses = found.map(({ address }) => address)
  return addresses.length > 0 ? { addresses } : { error: new Error(`${host} has no address`) }
}

function ignore(): void {}
