import { type CallOptions, type TransportError, withPartial } from '@lmc/transport'
import type { Call } from './call.ts'
import { Opcode } from '../wire/opcode.ts'
import type { Reply } from '../wire/reply.ts'
import type { ServerLink } from '../server-link.ts'
import { Status } from '../wire/status.ts'

/** What is asked for, and what becomes of the answers. */
export interface Search<Found, Gathered> {
  /** The method of the transport, for errors. */
  readonly command: string
  /** The keys of each server. */
  readonly keys: ReadonlyMap<ServerLink, readonly string[]>
  /** What is kept of a hit. */
  readonly read: (reply: Reply) => Found
  readonly gather: (hits: Map<string, Found>) => Gathered
}

/**
 * Asks each server for its keys in one write, and resolves to the hits of all of them. Each key is asked for by a get of its own,
 * not by a quiet one: a quiet get has no answer for a miss, and a hit that was lost would look the same.
 *
 * @throws {TransportError} when servers failed: as the first of them, with the hits of the others as `partial`.
 */
export async function findMany<Found, Gathered extends Exclude<TransportError['partial'], undefined>>(
  { command, keys, read, gather }: Search<Found, Gathered>,
  options?: CallOptions,
): Promise<Gathered> {
  const outcomes = await Promise.allSettled(
    Array.from(keys, async ([link, own]) => link.call(toGetsCall(command, own, read), options)),
  )
  const found = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  const hits = gather(new Map(found))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw withPartial(failed.reason, hits)
  return hits
}

function toGetsCall<Found>(
  command: string,
  keys: readonly string[],
  read: (reply: Reply) => Found,
): Call<[string, Found][]> {
  const hits: [string, Found][] = []
  return {
    command,
    requests: keys.map((key) => ({ opcode: Opcode.get, key })),
    answers: [Status.keyNotFound],
    collect: (reply, index) => {
      const key = keys[index]
      if (reply.header.status === Status.ok && key !== undefined) hits.push([key, read(reply)])
    },
    result: () => hits,
  }
}
