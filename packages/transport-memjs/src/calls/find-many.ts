import { type CallOptions, type TransportError, withPartial } from '@lmc/transport'
import { askInPortions } from './ask-in-portions.ts'
import type { Reply } from '../wire/reply.ts'
import type { ServerLink } from '../server-link.ts'
import { traced } from './traced.ts'

/** What is asked for, and what becomes of the answers. */
export interface Search<Found, Gathered> {
  /** The method of the transport, for errors. */
  readonly command: 'getMany' | 'hasMany'
  /** The keys of each server. */
  readonly keys: ReadonlyMap<ServerLink, readonly string[]>
  /** What is kept of a hit. */
  readonly read: (reply: Reply) => Found
  readonly gather: (hits: Map<string, Found>) => Gathered
  readonly traceKeys: boolean
}

/**
 * Asks each server for its keys, and resolves to the hits of all of them.
 *
 * @throws {TransportError} when servers failed: as the first of them, with the hits of the others as
 * `partial`.
 */
export async function findMany<Found, Gathered extends Exclude<TransportError['partial'], undefined>>(
  { command, keys, read, gather, traceKeys }: Search<Found, Gathered>,
  options?: CallOptions,
): Promise<Gathered> {
  const hits = new Map<string, Found>()
  const onHit = (key: string, reply: Reply): void => void hits.set(key, read(reply))
  const outcomes = await Promise.allSettled(
    Array.from(keys, async ([link, own]) => {
      const countHits = (): number => {
        const found = gather(hits)
        return own.filter((key) => found.has(key)).length
      }
      return traced({ operation: command, link, keys: own, traceKeys, countHits }, (traffic) =>
        askInPortions(link, { command, keys: own, onHit, traffic }, options),
      )
    }),
  )
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw withPartial(failed.reason, gather(hits))
  return gather(hits)
}
