import { lookup } from 'node:dns'
import { clock, type Milliseconds } from '@lmc/transport'

/** What a look-up came to: at least one address, or why there is none. */
export type LookedUp = { readonly addresses: readonly string[] } | { readonly error: Error }

type Taker = (outcome: LookedUp) => void

interface LookUp {
  readonly takers: Set<Taker>
  /** Present when addresses came after everybody had given up. */
  late?: { readonly outcome: LookedUp; readonly at: Milliseconds }
}

/** By host name. The system has few threads for look-ups, so a name is looked up once at a time in the whole process. */
const lookUps = new Map<string, LookUp>()

/** How long addresses that came too late are still of use. */
const FRESH: Milliseconds = 30_000

/**
 * Calls `take` with the addresses of a host, at once when they are known already. Whoever asks while a look-up of the same name is under
 * way gets its answer; a look-up that hangs is never joined by a second one. Returns what ends the waiting.
 */
export function lookUp(host: string, take: Taker): () => void {
  const known = lookUps.get(host)
  if (known?.late && clock.now() - known.late.at < FRESH) {
    lookUps.delete(host)
    take(known.late.outcome)
    return ignore
  }
  const pending = known && !known.late ? known : start(host)
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
