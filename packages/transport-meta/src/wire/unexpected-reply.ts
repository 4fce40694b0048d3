import { ProtocolError } from './protocol-error.ts'
import type { Reply } from './reply.ts'
import { Status } from './status.ts'

/** The error for a reply that cannot be one to the command that is due. */
export function unexpectedReply({ status }: Reply): ProtocolError {
  // A line of text may be a piece of somebody's value.
  const what = status === Status.text ? 'a line' : String.fromCharCode(status >> 8, status & 255)
  return new ProtocolError(`${what} came, which is no reply to the command that is due`)
}
