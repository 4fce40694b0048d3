import { Opcode } from '../wire/opcode.ts'
import type { Call } from './call.ts'

/** The call that drops every item of a server. */
export function toFlushCall(onConnectionLost: () => void): Call<void> {
  return {
    command: 'flush',
    requests: [{ opcode: Opcode.flush }],
    answers: [],
    collect: () => undefined,
    result: () => undefined,
    onConnectionLost,
  }
}
