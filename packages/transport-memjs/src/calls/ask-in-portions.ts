import { type CallOptions, TransportError, watchAbort } from '@lmc/transport'
import { PatientTimer } from '../connection/patient-timer.ts'
import type { ServerLink } from '../server-link.ts'
import { Opcode } from '../wire/opcode.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import type { Call } from './call.ts'

/** How many keys are asked for in one write. */
const PORTION = 256

/** How many portions are under way to one server at a time. */
const WINDOW = 8

/** Keys to ask one server for. */
export interface Question {
  /** The method of the transport, for errors. */
  readonly command: string
  readonly keys: readonly string[]
  /** Takes the replies to keys that are there. */
  readonly onHit: (key: string, reply: Reply) => void
}

/**
 * Asks one server for keys, portion by portion: however many there are, a bounded number is in flight, and replies are read in between. All
 * together they take no longer than one call may. Rejects with the first failure, once nothing is under way any more.
 *
 * Each key is asked for by a get of its own, not by a quiet one: a quiet get has no answer for a miss, and a hit that was lost would
 * look the same.
 */
export async function askInPortions(
  link: ServerLink,
  { command, keys, onHit }: Question,
  options?: CallOptions,
): Promise<void> {
  const ask = async (portion: readonly string[], signal?: AbortSignal): Promise<void> =>
    link.call(toGetsCall(command, portion, onHit), { signal })
  if (keys.length <= PORTION) return ask(keys, options?.signal)

  let asked = 0
  const giveUp = new AbortController()
  // Whoever asks takes the next portion when he has his answer; a failure leaves none for the others.
  const askOn = async (): Promise<void> => {
    try {
      while (asked < keys.length) await ask(keys.slice(asked, (asked += PORTION)), giveUp.signal)
    } finally {
      asked = keys.length
    }
  }
  return link.during(async () => {
    const unwatch = watchAbort(options?.signal, (reason) => giveUp.abort(reason))
    const patience = new PatientTimer(link.timeout, () => {
      const message = `no answer to all keys within ${link.timeout} ms`
      giveUp.abort(new TransportError('timeout', message, { server: link.name, command }))
    })
    const outcomes = await Promise.allSettled(Array.from({ length: WINDOW }, askOn))
    patience.stop()
    unwatch()
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  })
}

function toGetsCall(command: string, keys: readonly string[], onHit: Question['onHit']): Call<void> {
  return {
    command,
    requests: keys.map((key) => ({ opcode: Opcode.get, key })),
    answers: [Status.keyNotFound],
    isRepeatable: true,
    collect: (reply, index) => {
      const key = keys[index]
      if (reply.header.status === Status.ok && key !== undefined) onHit(key, reply)
    },
    result: () => undefined,
  }
}
