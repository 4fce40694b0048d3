import { type CallOptions, toWireKey, type Traffic, TransportError, watchAbort } from '@lmc/transport'
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
  /** Where the bytes are counted; absent where nobody wants to know. */
  readonly traffic?: Traffic | undefined
}

/**
 * Asks one server for keys, portion by portion, so that a bounded number is in flight, however many there
 * are. All portions together take no longer than one call may. Rejects with the first failure, after all
 * portions have settled.
 *
 * Each key is asked for by a plain get, not by a quiet one. A quiet get has no reply to a miss, so that a
 * lost hit would look like a miss.
 */
export async function askInPortions(
  link: ServerLink,
  question: Question,
  options?: CallOptions,
): Promise<void> {
  const { command, keys } = question
  const ask = async (portion: readonly string[], signal?: AbortSignal): Promise<void> =>
    link.call(toGetsCall(question, portion), { signal })
  if (keys.length <= PORTION) return ask(keys, options?.signal)

  let asked = 0
  const giveUp = new AbortController()
  // Each of several such loops takes the next portion when it has an answer. A failure ends all of them.
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

function toGetsCall({ command, onHit, traffic }: Question, keys: readonly string[]): Call<void> {
  return {
    command,
    traffic,
    requests: keys.map((key) => ({ opcode: Opcode.get, key: toWireKey(key) })),
    answers: [Status.keyNotFound],
    isRepeatable: true,
    collect: (reply, index) => {
      const key = keys[index]
      if (reply.header.status === Status.ok && key !== undefined) onHit(key, reply)
    },
    result: () => undefined,
  }
}
