import type { Traffic } from '@lmc/transport'
import { Opcode } from '../wire/opcode.ts'
import type { Call } from './call.ts'

/** The call that drops every item of a server. */
export function toFlushCall(onConnectionLost: () => void, traffic?: Traffic): Call<void> {
  return {
    command: 'flush',
    traffic,
    requests: [{ opcode: Opcode.flush }],
    answers: [],
    collect: () => undefined,
    result: () => undefined,
    onConnectionLost,
  }
}
