import { type CallOptions, clock, settleWithin, type Traffic } from '@lmc/transport'
import type { ServerLink } from '../server-link.ts'
import { readCounter, type Reply } from '../wire/reply.ts'
import type { KeyedRequest } from '../wire/request.ts'
import { Status } from '../wire/status.ts'
import { toSingleCall } from './call.ts'

const NOT_THERE = [Status.keyNotFound]
const NOT_COUNTED = [Status.keyNotFound, Status.notStored]

/**
 * Another client created the counter between the server's look and its store. The server has stored nothing,
 * and can be asked again.
 */
const OVERTAKEN = Symbol('overtaken')

/** Counts up or down. Resolves to the new value, or `undefined` when there is no counter. */
export function count(
  link: ServerLink,
  request: KeyedRequest,
  options: CallOptions,
  traffic: Traffic | undefined,
): Promise<bigint | undefined> {
  return link.during(async () => {
    const startedAt = clock.now()
    const first = toSingleCall('increment', request, NOT_COUNTED, readOutcome, traffic)
    const outcome = await link.call(first, options)
    if (outcome !== OVERTAKEN) return outcome
    const again = async (): Promise<bigint | undefined> =>
      link.call(toSingleCall('increment', request, NOT_THERE, readCount, traffic), options)
    const left = Math.max(1, startedAt + link.timeout - clock.now())
    return settleWithin(left, again, { server: link.name, command: 'increment' }, options)
  })
}

function readCount(reply: Reply): bigint | undefined {
  return reply.header.status === Status.ok ? readCounter(reply) : undefined
}

function readOutcome(reply: Reply): bigint | typeof OVERTAKEN | undefined {
  return reply.header.status === Status.notStored ? OVERTAKEN : readCount(reply)
}
