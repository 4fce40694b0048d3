import type { Traffic } from '@lmc/transport'
import { Opcode } from '../wire/opcode.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'
import type { Call } from './call.ts'

/** memcached has about a hundred figures of a few bytes. */
const MOST_BYTES = 1024 * 1024

/** The call for a server's figures, one reply each. */
export function toStatisticsCall(traffic?: Traffic): Call<Record<string, string>> {
  const figures: [string, string][] = []
  let bytes = 0
  return {
    command: 'statistics',
    traffic,
    requests: [{ opcode: Opcode.statistics }],
    answers: [],
    collect: ({ key, val }) => {
      if (key.length === 0) return
      bytes += key.length + val.length
      if (bytes > MOST_BYTES) throw new UnreadableReplyError(`statistics of more than ${MOST_BYTES} bytes`)
      figures.push([key.toString(), val.toString()])
    },
    result: () => Object.fromEntries(figures),
  }
}
